package io.malmoi.jobs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Folds the log of events into jobs: publishes their snapshots, releases what is ready to the queues, and ends what was
 * cancelled before it ran or depends on what has failed.
 *
 * <p>Any number may run; one at a time is active, and another takes over within seconds of its end. Nothing is kept
 * outside Kafka. While Kafka is away it keeps trying.
 */
public final class JobCoordinator implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(100);

    private final KafkaSettings settings;
    private final BrokerStatus broker;
    private final Thread thread = new Thread(this::run, "malmoi.jobs.coordinator");
    private volatile boolean closed;
    private volatile CoordinatorTerm term;

    /** Does not connect yet. */
    public JobCoordinator(KafkaSettings settings) {
        this.settings = settings;
        this.broker = new BrokerStatus("Job coordinator", settings);
        thread.setDaemon(true);
    }

    /** Starts the thread; returns at once. */
    public void start() {
        thread.start();
    }

    /** Whether this is the one that folds events now. */
    public boolean active() {
        return term != null;
    }

    /** Hands over to another coordinator, if there is one. */
    @Override
    public void close() {
        closed = true;
        Threads.join(thread, Duration.ofSeconds(20));
    }

    private void run() {
        while (!closed) {
            try {
                JobTopics.create(settings);
                coordinate();
            } catch (RuntimeException e) {
                broker.away(e);
                Threads.sleep(PAUSE);
            }
        }
    }

    private void coordinate() {
        Consumer<String, byte[]> consumer = KafkaClients.coordinator(settings);
        try {
            consumer.subscribe(List.of(JobTopics.EVENTS), new Terms(consumer));
            while (!closed) {
                ConsumerRecords<String, byte[]> records = consumer.poll(TICK);
                if (!records.isEmpty()) {
                    term.fold(records, consumer.groupMetadata());
                }
            }
        } finally {
            endTerm();
            consumer.close(CloseOptions.timeout(KafkaClients.ANSWER));
        }
    }

    private void endTerm() {
        if (term != null) {
            term.close();
            term = null;
        }
    }

    /** A term begins when the group gives the log to this member, and ends when it takes it away. */
    private final class Terms implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> consumer;

        Terms(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                term = CoordinatorTerm.begin(settings, consumer);
                broker.back();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                endTerm();
            }
        }
    }
}
