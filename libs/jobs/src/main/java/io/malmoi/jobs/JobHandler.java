package io.malmoi.jobs;

/**
 * Does the work of a job.
 *
 * <p>A job may be run more than once: after a worker's death, and when the object store was away in mid-run. A handler must
 * therefore be idempotent: it resumes from what an earlier attempt left, and if the artifact is there already and was made
 * by this job, it returns its name at once. It must call {@link JobContext#checkStopped()} often, and
 * {@link JobContext#checkStillMine()} right before it publishes.
 */
@FunctionalInterface
public interface JobHandler {
    /**
     * Runs a job to its end, on a thread of its own.
     *
     * @return the resource name of what was published, such as {@code models/tiny}
     * @throws JobStoppedException when it noticed that it must stop
     * @throws io.malmoi.artifacts.ObjectStoreUnavailableException and the job is tried again after a while
     * @throws Exception anything else, and the job fails with the status that {@link Failures} makes of it
     */
    String run(JobContext job) throws Exception;
}
