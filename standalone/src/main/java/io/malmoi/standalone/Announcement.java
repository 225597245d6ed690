package io.malmoi.standalone;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Tells the log where the data is; by using the settings it also has Quarkus check them with all others. */
@Singleton
final class Announcement {
    private static final Logger LOG = Logger.getLogger(Announcement.class);

    void announce(@Observes StartupEvent event, StandaloneConfig config) {
        LOG.infof("all data is kept in %s", config.data());
    }
}
