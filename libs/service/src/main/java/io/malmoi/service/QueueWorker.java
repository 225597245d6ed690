package io.malmoi.service;

import io.malmoi.jobs.JobHandler;
import io.malmoi.jobs.JobQueue;

/** Runs the jobs of a queue. A service that has a {@code @Singleton} bean of this kind takes up such jobs, one at a time. */
public interface QueueWorker extends JobHandler {
    /** The queue whose jobs it runs. */
    JobQueue queue();
}
