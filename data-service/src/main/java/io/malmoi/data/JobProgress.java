package io.malmoi.data;

import com.google.protobuf.util.Durations;
import io.malmoi.jobs.JobContext;
import io.malmoi.v1.Progress;

/** Tells how far a job is, in bytes, with its speed and the time left; stops the job's work when it must stop. For one thread. */
final class JobProgress {
    /** Over which time the speed is measured at least. */
    private static final double WINDOW_SECONDS = 2;

    private final JobContext job;
    private final long total;
    private String stage = "";
    private long windowStart;
    private long windowBytes;
    private double rate;

    /** Stages of so many bytes each. */
    JobProgress(JobContext job, long total) {
        this.job = job;
        this.total = total;
    }

    /**
     * So many bytes of this stage are done.
     *
     * @throws io.malmoi.jobs.JobStoppedException if the job must stop
     */
    void report(String stageName, long bytes) {
        job.checkStopped();
        measure(stageName, bytes);
        Progress.Builder progress = Progress.newBuilder()
                .setStage(stageName)
                .setDone(bytes)
                .setTotal(total)
                .setUnit("bytes")
                .setRate(rate);
        if (rate > 0) {
            progress.setRemaining(Durations.fromMillis((long) (1000 * Math.max(0, total - bytes) / rate)));
        }
        job.progress(progress.build());
    }

    private void measure(String stageName, long bytes) {
        long now = System.nanoTime();
        if (!stageName.equals(stage)) {
            stage = stageName;
            windowStart = now;
            windowBytes = bytes;
            rate = 0;
        }
        double seconds = (now - windowStart) / 1e9;
        if (seconds >= WINDOW_SECONDS || rate == 0 && seconds > 0) {
            rate = (bytes - windowBytes) / seconds;
        }
        if (seconds >= WINDOW_SECONDS) {
            windowStart = now;
            windowBytes = bytes;
        }
    }
}
