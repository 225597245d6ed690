package io.malmoi.jobs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a queue as a member of its group and runs one job at a time. While a job runs, everything is paused and polling
 * goes on, so a run of days keeps its membership. Used by one thread.
 */
final class QueueReader implements AutoCloseable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final JobRun.Parts parts;
    private final Consumer<String, byte[]> consumer;
    private final JobEnds ends;
    private final Backoff backoff = new Backoff();
    private Delivery delivery;
    private boolean mine;
    private boolean paused;

    /** A request under way: where it stands in the queue, and its run. */
    private record Delivery(TopicPartition partition, long offset, JobRun run) {}

    QueueReader(KafkaSettings settings, JobQueue queue, JobRun.Parts parts) {
        this.ends = new JobEnds(settings);
        this.parts = parts;
        this.consumer = KafkaClients.worker(settings, queue);
        consumer.subscribe(List.of(queue.topic()), this);
    }

    /** Does what there is to do now; returns after a moment. */
    void step() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(patience())) {
            take(record);
        }
        if (delivery != null) {
            delivery.run().tick();
            if (delivery.run().hasEnded() && backoff.isOver()) {
                settle();
            }
        } else if (paused && backoff.isOver()) {
            consumer.resume(consumer.assignment());
            paused = false;
        }
    }

    /**
     * How long polling may wait for a request. A consumer whose partitions are all paused does not wait but spins, which
     * would take a core from the job that runs: then the waiting is done here.
     */
    private Duration patience() {
        if (!paused) {
            return TICK;
        }
        if (delivery == null || delivery.run().hasEnded()) {
            Threads.sleep(TICK);
        } else {
            delivery.run().awaitEnd(TICK);
        }
        return Duration.ZERO;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Records.request(record).ifPresent(job -> {
            delivery = new Delivery(partition, record.offset(), JobRun.start(job, parts));
            mine = true;
            paused = true;
            consumer.pause(consumer.assignment());
        });
    }

    /**
     * What cannot be recorded now is tried again by a later step. A request whose partition was taken away is not touched
     * any more, even if the partition has come back since: others may have read on.
     */
    private void settle() {
        if (mine && delivery.run().outcome() instanceof Outcome.Ended ended) {
            if (!ends.record(ended.event(), delivery.partition(), delivery.offset(), consumer.groupMetadata())) {
                backoff.failed();
                return;
            }
            backoff.succeeded();
        } else if (mine) {
            consumer.seek(delivery.partition(), delivery.offset());
            backoff.failed();
        }
        delivery = null;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (paused) {
            consumer.pause(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (delivery != null && partitions.contains(delivery.partition())) {
            LOG.info("{} is another worker's now", delivery.run().job().getName());
            delivery.run().abandon();
            mine = false;
        }
    }

    /** Leaves the group once the handler has stopped, so that nobody takes its job up before. */
    @Override
    public void close() {
        try {
            if (delivery != null) {
                delivery.run().abandon();
                if (delivery.run().join(STOP_LIMIT)) {
                    settle();
                }
            }
        } finally {
            ends.close();
            consumer.close(CloseOptions.timeout(KafkaClients.ANSWER));
        }
    }
}
