package io.malmoi.jobs;

/** A job's handler noticed that it must stop. It never ends a job by itself: why it was stopped decides. */
public final class JobStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JobStoppedException(String job) {
        super(job + " was stopped");
    }
}
