package io.malmoi.jobs;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka answers one of our threads; says so in the log, one line for each change. */
final class BrokerStatus {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerStatus.class);

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
        } else if (!away) {
            LOG.warn(
                    "{}: Kafka at {} is not usable ({}); trying again until it is",
                    who,
                    bootstrapServers,
                    failure.getMessage());
        }
        away = true;
    }

    void back() {
        if (away) {
            LOG.info("{}: Kafka at {} answers again", who, bootstrapServers);
        }
        away = false;
    }

    boolean isAway() {
        return away;
    }
}
