package io.malmoi.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of jobs. */
final class JobTopics {
    /** What happened, as {@code JobEvent}. One partition, so that there is one order of all events. */
    static final String EVENTS = "malmoi.jobs.events";

    /** The newest {@code JobSnapshot} of every job; compacted. */
    static final String STATE = "malmoi.jobs.state";

    /** The {@code JobEvent} with which a job was asked to be cancelled; compacted, and never deleted: a request may come again. */
    static final String CONTROL = "malmoi.jobs.control";

    /** For how long events can be watched. */
    static final Duration EVENT_RETENTION = Duration.ofDays(30);

    /** Small segments, because only closed ones are compacted, and all of the topic is read at every start. */
    private static final Map<String, String> COMPACTED =
            Map.of("cleanup.policy", "compact", "segment.bytes", Integer.toString(16 * 1024 * 1024));

    private JobTopics() {}

    /**
     * Creates the topics that are missing; leaves those that are there as they are.
     *
     * @throws KafkaException if Kafka does not answer, or if a topic that must have one partition has more
     */
    static void create(KafkaSettings settings) {
        try (Admin admin = KafkaClients.admin(settings)) {
            Map<String, KafkaFuture<Void>> created =
                    admin.createTopics(topics(settings)).values();
            created.forEach(JobTopics::awaitCreated);
            List<String> single = List.of(EVENTS, STATE, CONTROL);
            await(admin.describeTopics(single).allTopicNames()).values().forEach(JobTopics::requireOnePartition);
        }
    }

    private static List<NewTopic> topics(KafkaSettings settings) {
        String retention = Long.toString(EVENT_RETENTION.toMillis());
        List<NewTopic> topics = new ArrayList<>();
        topics.add(topic(EVENTS, 1, settings, Map.of("retention.ms", retention)));
        topics.add(topic(STATE, 1, settings, COMPACTED));
        topics.add(topic(CONTROL, 1, settings, COMPACTED));
        for (JobQueue queue : JobQueue.values()) {
            topics.add(topic(queue.topic(), settings.partitions(), settings, Map.of("retention.ms", "-1")));
        }
        return topics;
    }

    private static NewTopic topic(
            String name, int partitions, KafkaSettings settings, Map<String, String> configuration) {
        return new NewTopic(name, partitions, settings.replicationFactor()).configs(configuration);
    }

    private static void awaitCreated(String topic, KafkaFuture<Void> created) {
        try {
            await(created);
        } catch (TopicExistsException expected) {
            // Another service was first.
        }
    }

    private static void requireOnePartition(TopicDescription topic) {
        int partitions = topic.partitions().size();
        if (partitions != 1) {
            throw new KafkaException("The topic " + topic.name() + " has " + partitions
                    + " partitions; it must have one. Delete it, and it is created anew");
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
