package io.malmoi.embedded;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Keeps the servers' hundreds of lines about their own starting and stopping out of an application's log. */
final class QuietLogs {
    // Held here because java.util.logging forgets the levels of loggers that nobody holds.
    private static final List<Logger> SERVERS = Stream.of("org.apache.kafka", "kafka", "state", "org.gaul")
            .map(Logger::getLogger)
            .toList();

    // These warn of what happens at every start: that one broker leads itself, and that of many clients which ask for a
    // topic of the broker's own all but the first come too late.
    private static final List<Logger> ALARMISTS = Stream.of(
                    "org.apache.kafka.controller.QuorumController", "kafka.server.DefaultAutoTopicCreationManager")
            .map(Logger::getLogger)
            .toList();

    private QuietLogs() {}

    /** Logs warnings only, unless the application has chosen a level. */
    static void apply() {
        SERVERS.stream().filter(logger -> logger.getLevel() == null).forEach(logger -> logger.setLevel(Level.WARNING));
        ALARMISTS.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
