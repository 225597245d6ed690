package io.malmoi.jobs;

import com.google.protobuf.util.Timestamps;
import io.malmoi.artifacts.Provenance;
import io.malmoi.v1.CheckpointPublished;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobStarted;
import io.malmoi.v1.Metrics;
import io.malmoi.v1.Progress;
import io.malmoi.v1.Sample;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One attempt at a job, as its handler sees it. */
final class RunningJob implements JobContext {
    private static final String VERSION = Optional.ofNullable(
                    RunningJob.class.getPackage().getImplementationVersion())
            .orElse("development");

    private final Job job;
    private final int attempt;
    private final Attempts attempts;
    private final BooleanSupplier stopped;
    private final EventSender sender;
    private final ProgressLimiter progress =
            new ProgressLimiter(value -> write(event().setProgress(value)), System::nanoTime);

    RunningJob(Job job, int attempt, Attempts attempts, BooleanSupplier stopped, EventSender sender) {
        this.job = job;
        this.attempt = attempt;
        this.attempts = attempts;
        this.stopped = stopped;
        this.sender = sender;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Provenance provenance() {
        return new Provenance(job.getName(), attempt, VERSION);
    }

    void started(String worker) {
        write(event().setStarted(JobStarted.newBuilder().setWorker(worker)));
    }

    @Override
    public void progress(Progress value) {
        progress.offer(value);
    }

    @Override
    public void metrics(long step, Map<String, Double> values) {
        write(event().setMetrics(Metrics.newBuilder().setStep(step).putAllValues(values)));
    }

    @Override
    public void sample(long step, String prompt, String text) {
        write(event().setSample(
                        Sample.newBuilder().setStep(step).setPrompt(prompt).setText(text)));
    }

    @Override
    public void checkpoint(String name, long step) {
        write(event().setCheckpoint(
                        CheckpointPublished.newBuilder().setName(name).setStep(step)));
    }

    @Override
    public boolean stopped() {
        return stopped.getAsBoolean();
    }

    @Override
    public void checkStillMine() {
        checkStopped();
        if (!attempts.isNewest(job.getName(), attempt)) {
            throw new JobStoppedException(job.getName());
        }
    }

    /** To be called now and then. */
    void tick() {
        progress.flushIfDue();
    }

    /** Returns when Kafka has everything that was told. */
    void flush() throws InterruptedException {
        progress.flush();
        sender.flush();
    }

    JobEvent.Builder event() {
        return JobEvent.newBuilder().setJob(job.getName()).setAttempt(attempt).setTime(Timestamps.now());
    }

    private void write(JobEvent.Builder event) {
        sender.send(event.build());
    }
}
