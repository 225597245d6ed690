package io.malmoi.jobs;

import io.malmoi.v1.JobEvent;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of running jobs, in order, without making them wait: while Kafka is away, events are held, and the
 * work goes on. Thread-safe.
 */
final class EventSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);
    private static final int MOST_HELD = 100_000;
    private static final Duration FOR_EVER = Duration.ofMillis(Integer.MAX_VALUE);

    private final Producer<String, byte[]> producer;
    private final ExecutorService sender;

    EventSender(KafkaSettings settings) {
        this.producer = KafkaClients.writer(settings, FOR_EVER);
        this.sender = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_HELD), EventSender::daemon);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "malmoi.jobs.events-sender");
        thread.setDaemon(true);
        return thread;
    }

    /** Sends soon; what cannot be sent is logged. */
    void send(JobEvent event) {
        try {
            sender.execute(() -> sendNow(event));
        } catch (RejectedExecutionException e) {
            notSent(event, e);
        }
    }

    private void sendNow(JobEvent event) {
        try {
            producer.send(Records.event(event), (metadata, failure) -> {
                if (failure != null) {
                    notSent(event, failure);
                }
            });
        } catch (KafkaException e) {
            notSent(event, e);
        }
    }

    private static void notSent(JobEvent event, Exception failure) {
        LOG.warn("{}: an event ({}) is not recorded: {}", event.getJob(), event.getEventCase(), failure.getMessage());
    }

    /** Returns when Kafka has everything that was sent. */
    void flush() throws InterruptedException {
        try {
            sender.submit(producer::flush).get();
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.warn("Events may be lost: {}", e.getMessage());
        }
    }

    /** What Kafka has not taken within a moment is lost. */
    @Override
    public void close() {
        sender.shutdownNow();
        producer.close(KafkaClients.ANSWER);
    }
}
