package io.malmoi.trainer;

import com.google.protobuf.ProtocolMessageEnum;
import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.datasets.CorpusTooSmallException;
import io.malmoi.datasets.DatasetMeta;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobHandler;
import io.malmoi.models.MatrixKernel;
import io.malmoi.models.MemoryEstimate;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.NonFiniteLossException;
import io.malmoi.models.Precision;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.TrainModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs the jobs that train a model: from random weights, or from where the attempt before has left off. */
final class TrainModelHandler implements JobHandler {
    private static final Logger LOG = Logger.getLogger(TrainModelHandler.class);
    private static final double EPSILON = 1e-8;

    private final ArtifactStore store;
    private final Path cache;

    /** Keeps copies of datasets in the cache folder, and what a run has to write beside them while it runs. */
    TrainModelHandler(ArtifactStore store, Path cache) {
        this.store = store;
        this.cache = cache;
    }

    @Override
    public String run(JobContext job) throws Exception {
        TrainModelSpec spec = job.spec().getTrainModel();
        ModelArtifacts artifacts = new ModelArtifacts(store, job);
        if (!artifacts.published()) {
            train(job, artifacts);
        }
        // Only resuming needs them. The model and the best checkpoint stay.
        artifacts.keepNewestSteps(0);
        return spec.getModel();
    }

    private void train(JobContext job, ModelArtifacts artifacts) throws Exception {
        Path attempts = cache.resolve("training").resolve(job.job().getName());
        removeLeftovers(attempts);
        Path work = Files.createDirectories(attempts.resolve(String.valueOf(job.attempt())));
        try (TrainingData data = TrainingData.open(store, cache, job.spec().getTrainModel())) {
            train(job, data, artifacts, work);
        } catch (CorpusTooSmallException | NonFiniteLossException e) {
            throw new JobException(Code.INVALID_ARGUMENT, e.getMessage(), e);
        } finally {
            ModelFiles.delete(work);
        }
    }

    /** Of attempts that were killed. */
    private static void removeLeftovers(Path attempts) {
        try {
            ModelFiles.delete(attempts);
        } catch (IOException e) {
            LOG.warnf("%s cannot be removed: %s", attempts, e.getMessage());
        }
    }

    private void train(JobContext job, TrainingData data, ModelArtifacts artifacts, Path work) throws Exception {
        TrainModelSpec spec = job.spec().getTrainModel();
        DatasetMeta.TokenizerFacts tokenizer = data.meta().tokenizer();
        ModelConfig config =
                Architectures.config(spec.getArchitecture(), tokenizer.vocabularySize(), tokenizer.endOfText());
        TrainingOptions wanted = options(spec);
        requireDevices(wanted, spec.getBatchSize());
        // What is open may become bfloat16, which needs less.
        Precision precision = wanted.precision().orElse(Precision.BFLOAT16);
        MemoryCheck.require(config, spec.getBatchSize(), precision, wanted.recomputation(), MemoryEstimate.available());
        TrainingPlan plan = new Planning(store, job, data).plan(config, wanted);
        TrainingOptions options = wanted.withPrecision(plan.precision()).withKernel(plan.kernel());
        Optional<Resumed> resumed = artifacts.newest(
                work, folder -> new Resumed(TrainingState.read(folder), TrainingSession.resume(folder, options)));
        TrainingState state = resumed.map(Resumed::state).orElseGet(TrainingState::initial);
        try (TrainingSession session =
                        resumed.map(Resumed::session).orElseGet(() -> TrainingSession.create(config, options));
                TrainingRun run = new TrainingRun(
                        new TrainingRun.Parts(job, plan, data, session, Tokenizer.read(data.folder())),
                        state,
                        artifacts,
                        work)) {
            run.finish();
        }
    }

    /** Refuses what the devices of this worker cannot do. */
    private static void requireDevices(TrainingOptions options, int batchSize) {
        try {
            options.requireDevices(batchSize);
        } catch (IllegalArgumentException e) {
            throw new JobException(Code.FAILED_PRECONDITION, e.getMessage(), e);
        }
    }

    private record Resumed(TrainingState state, TrainingSession session) {}

    private static TrainingOptions options(TrainModelSpec spec) {
        return new TrainingOptions(
                given(Precision.class, spec.getPrecision()),
                given(MatrixKernel.class, spec.getMatrixKernel()),
                spec.getBeta1(),
                spec.getBeta2(),
                EPSILON,
                spec.getWeightDecay(),
                spec.getGradientClipNorm(),
                spec.getSeed(),
                spec.getActivationRecomputation());
    }

    /** The constant of the same name, unless it stands for none. */
    private static <E extends Enum<E>> Optional<E> given(Class<E> type, ProtocolMessageEnum constant) {
        return constant.getNumber() == 0
                ? Optional.empty()
                : Optional.of(Enum.valueOf(type, constant.getValueDescriptor().getName()));
    }
}
