package io.malmoi.jobs;

import java.util.Map;
import java.util.Objects;

/**
 * How to reach Kafka, and how topics are created when they are missing.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param partitions partitions of each queue, so the most jobs of a kind that can run at once; at least 1
 * @param replicationFactor copies of every topic; at least 1
 * @param properties further client properties, such as those of TLS and SASL; they win over ours
 */
public record KafkaSettings(
        String bootstrapServers, int partitions, short replicationFactor, Map<String, String> properties) {

    public KafkaSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + "; it must be at least 1");
        }
        if (replicationFactor < 1) {
            throw new IllegalArgumentException(
                    "replication factor is " + replicationFactor + "; it must be at least 1");
        }
        properties = Map.copyOf(properties);
    }

    /** Without the values of {@link #properties}, which may be secret. */
    @Override
    public String toString() {
        return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", partitions=" + partitions
                + ", replicationFactor=" + replicationFactor + ", properties=" + properties.keySet() + "]";
    }
}
