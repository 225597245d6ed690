package io.malmoi.trainer;

import io.malmoi.jobs.JobContext;
import io.malmoi.models.LearningRateSchedule;
import io.malmoi.models.StepResult;
import io.malmoi.models.TrainingSession;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.Model;
import io.malmoi.v1.TrainModelSpec;
import java.nio.file.Path;

/**
 * A run from where it stands to its end: steps, validations, samples and checkpoints as planned. A run that was resumed does
 * exactly what it would have done undisturbed. For one thread.
 */
final class TrainingRun implements AutoCloseable {
    private static final int KEPT_STEPS = 2;

    private final JobContext job;
    private final TrainModelSpec spec;
    private final TrainingPlan plan;
    private final TrainingData data;
    private final TrainingSession session;
    private final Tokenizer tokenizer;
    private final ModelArtifacts artifacts;
    private final Path work;
    private final LearningRateSchedule learningRates;
    private final LossWindow losses;
    private final Telemetry telemetry;
    private final Evaluation evaluation;
    private final Samples samples;
    private final CheckpointUploads uploads = new CheckpointUploads();
    private final long tokensPerStep;
    private Double validationLoss;
    private Double bestValidationLoss;

    /** What a run consists of; the caller closes session and data. */
    record Parts(JobContext job, TrainingPlan plan, TrainingData data, TrainingSession session, Tokenizer tokenizer) {}

    /** A run that stands at {@code state}; keeps local copies of checkpoints under {@code work} until they are uploaded. */
    TrainingRun(Parts parts, TrainingState state, ModelArtifacts artifacts, Path work) {
        this.job = parts.job();
        this.spec = job.spec().getTrainModel();
        this.plan = parts.plan();
        this.data = parts.data();
        this.session = parts.session();
        this.tokenizer = parts.tokenizer();
        this.artifacts = artifacts;
        this.work = work;
        this.learningRates = new LearningRateSchedule(
                plan.learningRate(), plan.minimumLearningRate(), plan.warmupSteps(), plan.steps());
        this.losses = new LossWindow(plan.lossWindow(), state.losses());
        this.validationLoss = state.validationLoss();
        this.bestValidationLoss = state.bestValidationLoss();
        this.tokensPerStep = (long) spec.getBatchSize()
                * spec.getGradientAccumulationSteps()
                * spec.getArchitecture().getBlockSize();
        this.telemetry = new Telemetry(job, plan.steps(), tokensPerStep, losses);
        this.evaluation = new Evaluation(session, data, spec.getBatchSize());
        this.samples = new Samples(session, tokenizer, spec.getSamplePromptsList(), spec.getSeed());
    }

    /** Goes on to the last step and publishes the model. */
    void finish() throws Exception {
        telemetry.training(session.steps());
        while (session.steps() < plan.steps()) {
            job.checkStopped();
            train();
            boolean best = plan.evaluatesAfter(session.steps()) && validate();
            if (plan.samplesAfter(session.steps())) {
                samples.write(session.steps(), job);
            }
            keep(best);
        }
        validateAtTheEnd();
        uploads.await();
        publish();
    }

    private void train() {
        long step = session.steps();
        double learningRate = learningRates.at(step);
        long begin = System.nanoTime();
        StepResult result = session.step(data.trainBatches(step, spec.getGradientAccumulationSteps()), learningRate);
        losses.add(result.loss());
        telemetry.step(result, learningRate, System.nanoTime() - begin);
    }

    /** Whether the loss is the lowest so far. */
    private boolean validate() {
        long step = session.steps();
        job.progress(Telemetry.progress("validate", "steps", step, plan.steps()).build());
        validationLoss = evaluation.loss(plan.evaluationBlocks(), job);
        boolean last = step == plan.steps();
        if (!last) {
            tellValidation();
        }
        boolean best = bestValidationLoss == null || validationLoss < bestValidationLoss;
        if (best) {
            bestValidationLoss = validationLoss;
        }
        return best;
    }

    /** On more of the validation text than during the run. */
    private void validateAtTheEnd() {
        job.progress(Telemetry.progress("validate", "steps", plan.steps(), plan.steps())
                .build());
        if (validationLoss == null || plan.finalEvaluationBlocks() != plan.evaluationBlocks()) {
            validationLoss = evaluation.loss(plan.finalEvaluationBlocks(), job);
        }
        tellValidation();
    }

    private void tellValidation() {
        telemetry.validation(
                session.steps(),
                validationLoss,
                data.meta().unigramLoss(),
                data.meta().bitsPerByte(validationLoss));
    }

    /** Saves what is due now, and uploads it while training goes on. */
    private void keep(boolean best) throws Exception {
        long step = session.steps();
        boolean resumable = plan.checkpointsAfter(step);
        if (!best && !resumable) {
            return;
        }
        uploads.await();
        Path folder = work.resolve(ModelArtifacts.step(step));
        ModelFiles.delete(folder);
        ModelFiles.writeModel(folder, session, tokenizer, data.folder());
        if (resumable) {
            ModelFiles.writeResumption(folder, session, state());
        }
        Model resource = resource();
        uploads.begin(() -> {
            if (best) {
                artifacts.publishCheckpoint(ModelArtifacts.BEST, ModelFiles.model(folder), resource);
            }
            if (resumable) {
                artifacts.publishCheckpoint(ModelArtifacts.step(step), ModelFiles.all(folder), resource);
                artifacts.keepNewestSteps(KEPT_STEPS);
            }
            ModelFiles.delete(folder);
        });
    }

    private void publish() throws Exception {
        job.progress(Telemetry.progress("publish", "bytes", 0, 0).build());
        Path folder = work.resolve("model");
        ModelFiles.delete(folder);
        ModelFiles.writeModel(folder, session, tokenizer, data.folder());
        artifacts.publishModel(ModelFiles.model(folder), resource());
    }

    private TrainingState state() {
        return new TrainingState(session.steps(), losses.values(), validationLoss, bestValidationLoss);
    }

    private Model resource() {
        Model.Builder model = Model.newBuilder()
                .setDataset(spec.getDataset())
                .setTokenizer(data.tokenizer())
                .setTokenizerSha256(data.meta().tokenizer().sha256())
                .setArchitecture(spec.getArchitecture())
                .setVocabularySize(session.config().vocabularySize())
                .setParameters(session.config().parameters())
                .setStep(session.steps())
                .setTokens(session.steps() * tokensPerStep)
                .setTrainLoss(losses.mean())
                .setUnigramLoss(data.meta().unigramLoss())
                .setJob(job.job().getName());
        if (validationLoss != null) {
            model.setValidationLoss(validationLoss).setBitsPerByte(data.meta().bitsPerByte(validationLoss));
        }
        return model.build();
    }

    /** Waits for the upload under way. */
    @Override
    public void close() {
        try (uploads) {
            samples.close();
        }
    }
}
