package io.malmoi.jobs;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSnapshot;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages as Kafka records, keyed by the name of the job. What is no message of ours is logged and left out. */
final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    private Records() {}

    static ProducerRecord<String, byte[]> event(JobEvent event) {
        return record(JobTopics.EVENTS, event.getJob(), event);
    }

    static ProducerRecord<String, byte[]> snapshot(JobSnapshot snapshot) {
        return record(JobTopics.STATE, snapshot.getJob().getName(), snapshot);
    }

    /** Takes a job's snapshot off the record. */
    static ProducerRecord<String, byte[]> noSnapshot(String job) {
        return new ProducerRecord<>(JobTopics.STATE, job, null);
    }

    static ProducerRecord<String, byte[]> cancellation(JobEvent event) {
        return record(JobTopics.CONTROL, event.getJob(), event);
    }

    static ProducerRecord<String, byte[]> request(Job job) {
        return record(JobQueue.of(job.getSpec()).topic(), job.getName(), job);
    }

    /** The event, with its position: its offset plus one, so that 0 is before the first. */
    static Optional<JobEvent> event(ConsumerRecord<String, byte[]> record) {
        return parse(JobEvent.parser(), record)
                .map(event -> event.toBuilder().setPosition(record.offset() + 1).build());
    }

    /** Empty: the job is deleted. */
    static Optional<JobSnapshot> snapshot(ConsumerRecord<String, byte[]> record) {
        return parse(JobSnapshot.parser(), record);
    }

    static Optional<Job> request(ConsumerRecord<String, byte[]> record) {
        return parse(Job.parser(), record);
    }

    private static ProducerRecord<String, byte[]> record(String topic, String job, MessageLite message) {
        return new ProducerRecord<>(topic, job, message.toByteArray());
    }

    private static <T> Optional<T> parse(Parser<T> parser, ConsumerRecord<String, byte[]> record) {
        try {
            return record.value() == null ? Optional.empty() : Optional.of(parser.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            LOG.error(
                    "Left out a record that is no message of ours: {}-{} at offset {}",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return Optional.empty();
        }
    }
}
