package io.malmoi.jobs;

import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The time for which one coordinator is the active one. It writes what it decides and how far it has read in one
 * transaction, so that no event counts twice and none is lost; after any failure the term is over.
 */
final class CoordinatorTerm implements AutoCloseable {
    private static final TopicPartition LOG = new TopicPartition(JobTopics.EVENTS, 0);
    private static final TopicPartition STATE = new TopicPartition(JobTopics.STATE, 0);

    private final Producer<String, byte[]> producer;
    private final Map<String, JobSnapshot> jobs = new HashMap<>();

    private CoordinatorTerm(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Shuts out the coordinator before this one, whose transactional id is the same, and only then reads what it has
     * left: the jobs, and the place from which to read on, where {@code log} is put.
     */
    static CoordinatorTerm begin(KafkaSettings settings, Consumer<String, byte[]> log) {
        CoordinatorTerm term = new CoordinatorTerm(KafkaClients.transactional(settings, "malmoi.jobs.coordinator"));
        try {
            term.producer.initTransactions();
            term.readJobs(settings);
            OffsetAndMetadata committed =
                    log.committed(Set.of(LOG), KafkaClients.ANSWER).get(LOG);
            if (committed == null) {
                log.seekToBeginning(Set.of(LOG));
            } else {
                log.seek(LOG, committed);
            }
            return term;
        } catch (RuntimeException e) {
            term.close();
            throw e;
        }
    }

    private void readJobs(KafkaSettings settings) {
        try (Consumer<String, byte[]> state = KafkaClients.reader(settings)) {
            state.assign(List.of(STATE));
            state.seekToBeginning(List.of(STATE));
            long end = state.endOffsets(List.of(STATE), KafkaClients.ANSWER).get(STATE);
            while (state.position(STATE, KafkaClients.ANSWER) < end) {
                for (ConsumerRecord<String, byte[]> record : state.poll(KafkaClients.ANSWER)) {
                    Records.snapshot(record)
                            .ifPresentOrElse(
                                    snapshot -> jobs.put(record.key(), snapshot), () -> jobs.remove(record.key()));
                }
            }
        }
    }

    /** Folds what was read from the log, in one transaction. */
    void fold(ConsumerRecords<String, byte[]> records, ConsumerGroupMetadata group) {
        producer.beginTransaction();
        Map<String, ProducerRecord<String, byte[]>> changed = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            Records.event(record).ifPresent(event -> fold(event, changed));
        }
        changed.values().forEach(producer::send);
        producer.sendOffsetsToTransaction(records.nextOffsets(), group);
        producer.commitTransaction();
    }

    private void fold(JobEvent event, Map<String, ProducerRecord<String, byte[]>> changed) {
        Decision decision = Decision.decide(jobs, event);
        decision.snapshot().ifPresent(snapshot -> {
            jobs.put(event.getJob(), snapshot);
            changed.put(event.getJob(), Records.snapshot(snapshot));
        });
        if (decision.deleted()) {
            jobs.remove(event.getJob());
            changed.put(event.getJob(), Records.noSnapshot(event.getJob()));
        }
        decision.events().forEach(following -> producer.send(Records.event(following)));
        decision.request().ifPresent(job -> producer.send(Records.request(job)));
        decision.cancellation().ifPresent(cancellation -> producer.send(Records.cancellation(cancellation)));
    }

    /** Does not commit what is under way. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
