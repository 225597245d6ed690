package io.malmoi.jobs;

/**
 * Folds the log of events into jobs: publishes their snapshots, releases what is ready to the queues, and ends what was
 * cancelled before it ran or depends on what has failed.
 *
 * <p>Any number may run; one at a time is active, and another takes over within seconds of its end. Nothing is kept
 * outside Kafka. While Kafka is away it keeps trying.
 */
public final class JobCoordinator implements AutoCloseable {
    public JobCoordinator(KafkaSettings settings) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Starts the thread; returns at once. */
    public void start() {}

    /** Whether this is the one that folds events now. */
    public boolean active() {
        return false;
    }

    /** Hands over to another coordinator, if there is one. */
    @Override
    public void close() {}
}
