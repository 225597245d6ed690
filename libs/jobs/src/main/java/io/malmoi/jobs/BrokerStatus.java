package io.malmoi.jobs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka answers one of our threads. A process says once in its log that a broker is away, and once that it is back,
 * however many of its threads need it.
 */
final class BrokerStatus {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerStatus.class);

    /** By the addresses of brokers: who waits for them. */
    private static final Map<String, Set<BrokerStatus>> WAITING = new HashMap<>();

    private final String who;
    private final String bootstrapServers;
    private volatile boolean away;

    BrokerStatus(String who, KafkaSettings settings) {
        this.who = who;
        this.bootstrapServers = settings.bootstrapServers();
    }

    /** Anything but a failure of Kafka is a mistake of ours, and logged in full each time. */
    void away(RuntimeException failure) {
        if (!(failure instanceof KafkaException)) {
            LOG.error("{}: starting over after an internal error", who, failure);
        }
        away = true;
        if (isFirstToWait()) {
            LOG.warn(
                    "Kafka at {} is not usable ({}); trying again until it is", bootstrapServers, failure.getMessage());
        }
    }

    void back() {
        away = false;
        if (isLastToWait()) {
            LOG.info("Kafka at {} answers again", bootstrapServers);
        }
    }

    boolean isAway() {
        return away;
    }

    private boolean isFirstToWait() {
        synchronized (WAITING) {
            Set<BrokerStatus> waiting = WAITING.computeIfAbsent(bootstrapServers, broker -> new HashSet<>());
            return waiting.add(this) && waiting.size() == 1;
        }
    }

    private boolean isLastToWait() {
        synchronized (WAITING) {
            Set<BrokerStatus> waiting = WAITING.get(bootstrapServers);
            return waiting != null && waiting.remove(this) && waiting.isEmpty();
        }
    }
}
