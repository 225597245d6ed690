/**
 * Jobs over Kafka, which is their only record.
 *
 * <p>A {@link io.malmoi.jobs.JobClient} writes what callers ask for to the log of events. The active
 * {@link io.malmoi.jobs.JobCoordinator} folds the log into jobs, publishes their snapshots and releases requests to the
 * queues. A {@link io.malmoi.jobs.JobWorker} takes requests from one queue, runs a {@link io.malmoi.jobs.JobHandler} and
 * writes what happens to the log.
 */
package io.malmoi.jobs;
