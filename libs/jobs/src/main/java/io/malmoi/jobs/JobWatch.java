package io.malmoi.jobs;

import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the events of one job. It reads from the job's first event on, because what counts follows from those before. */
final class JobWatch {
    private static final TopicPartition LOG = new TopicPartition(JobTopics.EVENTS, 0);
    private static final Duration TICK = Duration.ofMillis(200);

    private final String job;
    private final long after;
    private final Predicate<JobEvent> sink;
    private JobSnapshot snapshot;
    private boolean done;

    JobWatch(String job, long after, Predicate<JobEvent> sink) {
        this.job = job;
        this.after = after;
        this.sink = sink;
    }

    /** Gives events until the end; {@code newest} gives the job as it is now. Throws {@code KafkaException}, also when interrupted. */
    void run(KafkaSettings settings, Supplier<JobSnapshot> newest) {
        Consumer<String, byte[]> consumer = KafkaClients.reader(settings);
        try {
            consumer.assign(List.of(LOG));
            consumer.seek(LOG, newest.get().getFirstPosition() - 1);
            while (!done) {
                JobSnapshot known = newest.get();
                for (ConsumerRecord<String, byte[]> record : consumer.poll(TICK)) {
                    if (!done && job.equals(record.key())) {
                        Records.event(record).ifPresent(this::give);
                    }
                }
                // The end itself may be gone: events are not kept for ever.
                done |= JobFold.hasEnded(known.getJob())
                        && consumer.position(LOG, KafkaClients.ANSWER) >= known.getLastPosition();
            }
        } finally {
            close(consumer);
        }
    }

    private void give(JobEvent event) {
        if (counts(event)) {
            boolean more = event.getPosition() <= after || sink.test(event);
            done = !more || JobFold.isEnd(event);
        }
    }

    /** When the first events are gone already, nothing tells which of the others count: all are given. */
    private boolean counts(JobEvent event) {
        Optional<JobSnapshot> folded = JobFold.fold(snapshot, event);
        boolean beginningIsGone = snapshot == null && folded.isEmpty();
        snapshot = folded.orElse(snapshot);
        return beginningIsGone || folded.isPresent();
    }

    /** A consumer does not close properly on an interrupted thread. */
    private static void close(Consumer<String, byte[]> consumer) {
        boolean interrupted = Thread.interrupted();
        try {
            consumer.close(CloseOptions.timeout(KafkaClients.ANSWER));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
