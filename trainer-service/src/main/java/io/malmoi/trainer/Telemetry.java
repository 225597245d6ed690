package io.malmoi.trainer;

import com.google.protobuf.util.Durations;
import io.malmoi.jobs.JobContext;
import io.malmoi.models.StepResult;
import io.malmoi.v1.Progress;
import java.util.Map;
import java.util.TreeMap;

/** Tells how a run goes: measurements a few times a second, progress with speed and time left. For one thread. */
final class Telemetry {
    private static final long METRICS_INTERVAL_NANOS = 250_000_000;
    /** Weight of the newest step in the mean that tells the speed. */
    private static final double NEWEST = 0.05;

    private final JobContext job;
    private final long steps;
    private final long tokensPerStep;
    private final LossWindow losses;
    private double secondsPerStep;
    private long told;
    private double lossSum;
    private long nanosSum;
    private int count;

    /** Tells of a run of so many steps, whose losses are added to the window before they are told. */
    Telemetry(JobContext job, long steps, long tokensPerStep, LossWindow losses) {
        this.job = job;
        this.steps = steps;
        this.tokensPerStep = tokensPerStep;
        this.losses = losses;
    }

    /** Takes in a step that took so long, and tells of it if it is time to. */
    void step(StepResult result, double learningRate, long nanos) {
        lossSum += result.loss();
        nanosSum += nanos;
        count++;
        double seconds = nanos / 1e9;
        secondsPerStep = secondsPerStep == 0 ? seconds : secondsPerStep + NEWEST * (seconds - secondsPerStep);
        long now = System.nanoTime();
        if (told == 0 || now - told >= METRICS_INTERVAL_NANOS || result.step() == steps) {
            job.metrics(result.step(), measurements(result, learningRate));
            told = now;
            lossSum = 0;
            nanosSum = 0;
            count = 0;
        }
        training(result.step());
    }

    /** Tells that training stands after this step. */
    void training(long step) {
        Progress.Builder progress = progress("train", "steps", step, steps);
        if (secondsPerStep > 0) {
            progress.setRate(1 / secondsPerStep)
                    .setRemaining(Durations.fromMillis((long) ((steps - step) * secondsPerStep * 1000)));
        }
        job.progress(progress.build());
    }

    /** Tells what validation found. */
    void validation(long step, double loss, double unigramLoss, double bitsPerByte) {
        job.metrics(
                step,
                new TreeMap<>(
                        Map.of("validation_loss", loss, "unigram_loss", unigramLoss, "bits_per_byte", bitsPerByte)));
    }

    /** A stage of the job. */
    static Progress.Builder progress(String stage, String unit, long done, long total) {
        return Progress.newBuilder().setStage(stage).setUnit(unit).setDone(done).setTotal(total);
    }

    private Map<String, Double> measurements(StepResult result, double learningRate) {
        // The last loss told is the model's own, which does not depend on when it was told before.
        double loss = result.step() == steps ? losses.mean() : lossSum / count;
        return new TreeMap<>(Map.of(
                "train_loss",
                loss,
                "learning_rate",
                learningRate,
                "gradient_norm",
                result.gradientNorm(),
                "tokens_per_second",
                count * tokensPerStep / (nanosSum / 1e9)));
    }
}
