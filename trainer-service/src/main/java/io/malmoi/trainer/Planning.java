package io.malmoi.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.Durations;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.jobs.JobContext;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import io.malmoi.v1.TrainModelSpec;
import java.io.IOException;

/** Decides what a run does, once a job: the first decision is kept in the object store as `jobs/{id}/plan`. */
final class Planning {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DEFAULT_STEPS = 1_000;
    private static final long MOST_STEPS = 100_000_000;
    /** The first steps also compile the program. */
    private static final int UNTIMED_STEPS = 2;

    private static final int FEWEST_TIMED_STEPS = 3;
    private static final double LONGEST_MEASUREMENT_SECONDS = 10;
    /** Of the time given, measuring takes about this share, ... */
    private static final double MEASUREMENT_SHARE = 0.02;
    /** ... and this share remains for steps, beside validation, samples and checkpoints. */
    private static final double STEP_SHARE = 0.88;

    private final ArtifactStore store;
    private final JobContext job;
    private final TrainModelSpec spec;
    private final TrainingData data;

    Planning(ArtifactStore store, JobContext job, TrainingData data) {
        this.store = store;
        this.job = job;
        this.spec = job.spec().getTrainModel();
        this.data = data;
    }

    /** The plan of the job: the one that is kept, or else a new one. */
    TrainingPlan plan(ModelConfig config, TrainingOptions options) throws IOException {
        String key = job.job().getName() + "/plan";
        byte[] plan = store.read(key).orElse(null);
        if (plan == null) {
            byte[] decided = JSON.writeValueAsBytes(decide(config, options));
            plan = store.claim(key, decided) ? decided : store.read(key).orElse(decided);
        }
        return JSON.readValue(plan, TrainingPlan.class);
    }

    private TrainingPlan decide(ModelConfig config, TrainingOptions options) {
        job.progress(Telemetry.progress("measure", "steps", 0, 0).build());
        TrainingOptions decided = options.decided();
        return TrainingPlan.of(spec, steps(config, decided), decided, data.validationBlocks());
    }

    private long steps(ModelConfig config, TrainingOptions options) {
        if (spec.getSteps() > 0 || !spec.hasDuration()) {
            return spec.getSteps() > 0 ? spec.getSteps() : DEFAULT_STEPS;
        }
        // A model that is thrown away afterwards: measuring must leave no trace in the run.
        try (TrainingSession probe = TrainingSession.create(config, options)) {
            return stepsInTime(probe);
        }
    }

    private long stepsInTime(TrainingSession probe) {
        double seconds = Durations.toNanos(spec.getDuration()) / 1e9;
        double measurement = Math.min(LONGEST_MEASUREMENT_SECONDS, seconds * MEASUREMENT_SHARE);
        long begin = System.nanoTime();
        steps(probe, UNTIMED_STEPS);
        long timedBegin = System.nanoTime();
        int count = 0;
        do {
            steps(probe, 1);
            count++;
        } while (count < FEWEST_TIMED_STEPS || secondsSince(timedBegin) < measurement);
        double secondsPerStep = secondsSince(timedBegin) / count;
        double left = seconds * STEP_SHARE - secondsSince(begin);
        return (long) Math.max(1, Math.min(MOST_STEPS, left / secondsPerStep));
    }

    private void steps(TrainingSession probe, int count) {
        for (int i = 0; i < count; i++) {
            job.checkStopped();
            probe.step(data.trainBatches(probe.steps(), spec.getGradientAccumulationSteps()), 0);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
