package io.malmoi.tokenizer;

import com.google.protobuf.util.Durations;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobStoppedException;
import io.malmoi.tokenization.counting.ProgressListener;
import io.malmoi.v1.Progress;

/** Tells a job's watchers how far the training is, with its speed and the time left; stops it when the job must stop. For one thread. */
final class TrainingProgress implements ProgressListener<JobStoppedException> {
    private final JobContext job;
    private String stage = "";
    private long stageStart;

    TrainingProgress(JobContext job) {
        this.job = job;
    }

    @Override
    public void progress(String stageName, long done, long total, String unit) {
        job.checkStopped();
        if (!stageName.equals(stage)) {
            stage = stageName;
            stageStart = System.nanoTime();
        }
        double seconds = (System.nanoTime() - stageStart) / 1e9;
        Progress.Builder progress = Progress.newBuilder()
                .setStage(stageName)
                .setDone(done)
                .setTotal(total)
                .setUnit(unit);
        if (done > 0 && seconds > 0) {
            double rate = done / seconds;
            progress.setRate(rate);
            progress.setRemaining(Durations.fromMillis((long) (1000 * Math.max(0, total - done) / rate)));
        }
        job.progress(progress.build());
    }
}
