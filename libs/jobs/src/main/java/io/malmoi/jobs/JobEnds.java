package io.malmoi.jobs;

import io.malmoi.v1.JobEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the ends of jobs: the event and the offset of the request in one transaction, which Kafka refuses to a worker
 * that its group has given up. So a request is delivered again until the job's end is on record, and never after.
 *
 * <p>The transactional id belongs to the partition, so that whoever owns it next clears away what a worker left when it
 * died in the middle of a transaction. Used by one thread.
 */
final class JobEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobEnds.class);

    private final KafkaSettings settings;
    private final Map<TopicPartition, Producer<String, byte[]>> producers = new HashMap<>();

    JobEnds(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Whether it was recorded; if not, it may be tried again. A second record of one end does no harm. */
    boolean record(JobEvent end, TopicPartition queue, long offset, ConsumerGroupMetadata group) {
        try {
            Producer<String, byte[]> producer = producers.computeIfAbsent(queue, this::open);
            producer.beginTransaction();
            producer.send(Records.event(end));
            producer.sendOffsetsToTransaction(Map.of(queue, new OffsetAndMetadata(offset + 1)), group);
            producer.commitTransaction();
            return true;
        } catch (KafkaException e) {
            LOG.warn("The end of {} is not recorded yet ({}); trying again", end.getJob(), e.getMessage());
            close(producers.remove(queue));
            return false;
        }
    }

    private Producer<String, byte[]> open(TopicPartition queue) {
        Producer<String, byte[]> producer = KafkaClients.transactional(settings, queue.toString());
        try {
            producer.initTransactions();
            return producer;
        } catch (RuntimeException e) {
            close(producer);
            throw e;
        }
    }

    private static void close(Producer<String, byte[]> producer) {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }

    @Override
    public void close() {
        producers.values().forEach(JobEnds::close);
    }
}
