package io.malmoi.jobs;

import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.ListJobsResponse;
import java.util.function.Predicate;

/**
 * Creates, shows, watches and cancels jobs. Thread-safe.
 *
 * <p>Keeps a view of all jobs in memory, which follows Kafka. Every method throws {@link JobException}: as documented, and
 * {@code UNAVAILABLE}, naming the bootstrap servers, when Kafka does not answer within a few seconds.
 */
public final class JobClient implements AutoCloseable {
    public JobClient(KafkaSettings settings) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Starts to follow Kafka; returns at once. */
    public void start() {}

    /** Whether Kafka answers and the view is complete. */
    public boolean ready() {
        return false;
    }

    /**
     * Accepts a job, with the defaults of its spec filled in. The same request id with the same spec and dependencies
     * gives the job that is there already.
     *
     * @throws JobException {@code INVALID_ARGUMENT} with every wrong field (paths are relative to the request, such as
     *     {@code spec.train_model.steps}); {@code NOT_FOUND} if it depends on an unknown job; {@code ALREADY_EXISTS} if the
     *     request id was used for something else
     */
    public Job create(CreateJobRequest request) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The job as it is now. Throws {@code NOT_FOUND}. */
    public Job get(String name) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** A page of jobs, the newest first. Throws {@code INVALID_ARGUMENT} for a wrong page size or token. */
    public ListJobsResponse list(ListJobsRequest request) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Gives the events of a job after position {@code after} (0: from the first) to {@code sink}, in order, and the new ones
     * as they come. Returns after the event with which the job ends, when the sink returns false, and when the thread is
     * interrupted (which is how a caller that has gone away stops it: between events the sink is not asked).
     *
     * <p>Events are kept for 30 days; of an older job the rest is given.
     *
     * @throws JobException {@code NOT_FOUND}; {@code INVALID_ARGUMENT} if {@code after} is negative;
     *     {@code RESOURCE_EXHAUSTED} if 256 others are watching
     */
    public void watch(String name, long after, Predicate<JobEvent> sink) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Asks for a job to be stopped, and returns it: cancelled if it was not running, else still running and soon to end.
     * Cancelling a cancelled job returns it. Throws {@code NOT_FOUND}, and {@code FAILED_PRECONDITION} if the job has
     * succeeded or failed.
     */
    public Job cancel(String name) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public void close() {}
}
