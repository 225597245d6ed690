package io.malmoi.jobs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients with the settings that each use needs. */
final class KafkaClients {
    /** How long Kafka may take to answer before it counts as away. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    private KafkaClients() {}

    static Admin admin(KafkaSettings settings) {
        Map<String, Object> properties = common(settings);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        return Admin.create(with(settings, properties));
    }

    /** Reads a partition that it is told, outside any group. */
    static Consumer<String, byte[]> reader(KafkaSettings settings) {
        return consumer(settings, reading(settings));
    }

    /** The one coordinator. The classic protocol, because there the member says how soon it counts as dead. */
    static Consumer<String, byte[]> coordinator(KafkaSettings settings) {
        Map<String, Object> properties = reading(settings);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "malmoi.jobs.coordinator");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        return consumer(settings, properties);
    }

    /** One of the workers of a queue. */
    static Consumer<String, byte[]> worker(KafkaSettings settings, JobQueue queue) {
        Map<String, Object> properties = reading(settings);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, queue.topic());
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // While the broker waits for something new in one partition, it is not asked for what is there in another.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return consumer(settings, properties);
    }

    /** Writes events. What Kafka has not taken within {@code patience} is given up. */
    static Producer<String, byte[]> writer(KafkaSettings settings, Duration patience) {
        return producer(settings, writing(settings, patience));
    }

    /** Writes in transactions; beginning to use it ends those of all others of the same id. */
    static Producer<String, byte[]> transactional(KafkaSettings settings, String id) {
        Map<String, Object> properties = writing(settings, Duration.ofSeconds(10));
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        return producer(settings, properties);
    }

    private static Map<String, Object> reading(KafkaSettings settings) {
        Map<String, Object> properties = common(settings);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    private static Map<String, Object> writing(KafkaSettings settings, Duration patience) {
        Map<String, Object> properties = common(settings);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return properties;
    }

    private static Map<String, Object> common(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return properties;
    }

    private static Consumer<String, byte[]> consumer(KafkaSettings settings, Map<String, Object> properties) {
        return new KafkaConsumer<>(with(settings, properties), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Producer<String, byte[]> producer(KafkaSettings settings, Map<String, Object> properties) {
        return new KafkaProducer<>(with(settings, properties), new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> with(KafkaSettings settings, Map<String, Object> properties) {
        properties.putAll(settings.properties());
        return properties;
    }
}
