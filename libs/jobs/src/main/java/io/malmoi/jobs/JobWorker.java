package io.malmoi.jobs;

import io.malmoi.artifacts.ArtifactStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes jobs from one queue and runs them, one at a time. Start several, here or elsewhere, for more at a time.
 *
 * <p>A job stays in the queue until it has ended, so a worker that dies is replaced by another, which runs the job again
 * as its next attempt. While Kafka or the object store is away, the worker keeps trying.
 */
public final class JobWorker implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final ArtifactStore store;
    private final JobQueue queue;
    private final JobHandler handler;
    private final BrokerStatus broker;
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final TopicTail control;
    private final Thread thread;
    private volatile boolean reading;
    private volatile boolean closed;

    /** Does not connect yet. The store stays the caller's. */
    public JobWorker(KafkaSettings settings, ArtifactStore store, JobQueue queue, JobHandler handler) {
        this.settings = settings;
        this.store = store;
        this.queue = queue;
        this.handler = handler;
        this.broker = new BrokerStatus("Worker of " + queue.topic(), settings);
        this.control = new TopicTail(settings, JobTopics.CONTROL, record -> cancelled.add(record.key()));
        this.thread = new Thread(this::run, queue.topic() + "-worker");
        thread.setDaemon(true);
    }

    /** Starts the threads; returns at once. */
    public void start() {
        control.start();
        thread.start();
    }

    /** Whether Kafka answers and cancellations are known, so that jobs can be taken. */
    public boolean ready() {
        return reading && control.ready();
    }

    /**
     * Stops the running job, if any, without ending it, so that it is delivered again; waits for its handler for up to
     * 30 seconds, and then interrupts it.
     */
    @Override
    public void close() {
        closed = true;
        Threads.join(thread, Duration.ofSeconds(60));
        control.close();
    }

    private void run() {
        while (!closed) {
            try {
                awaitCancellations();
                work();
            } catch (RuntimeException e) {
                broker.away(e);
                Threads.sleep(PAUSE);
            }
        }
    }

    /** A job that was cancelled long ago must not begin. */
    private void awaitCancellations() {
        while (!closed && !control.ready()) {
            Threads.sleep(Duration.ofMillis(50));
        }
    }

    private void work() {
        String worker = name();
        EventSender sender = new EventSender(settings);
        JobRun.Parts parts =
                new JobRun.Parts(worker, new Attempts(store, worker), handler, cancelled::contains, sender);
        try (QueueReader reader = new QueueReader(settings, queue, parts)) {
            reading = true;
            broker.back();
            while (!closed) {
                reader.step();
            }
        } finally {
            reading = false;
            sender.close();
        }
    }

    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName() + ":"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            return "process " + ProcessHandle.current().pid();
        }
    }
}
