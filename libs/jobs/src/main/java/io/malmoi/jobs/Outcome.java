package io.malmoi.jobs;

import io.malmoi.v1.JobEvent;

/** How an attempt at a job came out. */
sealed interface Outcome {
    /** The job has ended, and this event says how. */
    record Ended(JobEvent event) implements Outcome {}

    /** The job goes back to the queue. */
    record Unfinished() implements Outcome {}
}
