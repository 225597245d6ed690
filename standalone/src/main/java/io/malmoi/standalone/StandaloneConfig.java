package io.malmoi.standalone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The settings that standalone has beside those of the services in it. */
@ConfigMapping(prefix = "malmoi")
public interface StandaloneConfig {
    /** The folder that everything is kept in: jobs, artifacts, caches, logs. One standalone at a time uses it. */
    @WithDefault("${user.home}/.malmoi")
    Path data();

    /** The broker and the object store in the process. */
    Embedded embedded();

    /** The id of a process with which standalone ends, whatever ends that one. */
    OptionalLong endsWithProcess();

    /** The broker and the object store in the process. */
    interface Embedded {
        /** The port of the Kafka broker; 0 for any that is free. Unused when {@code malmoi.kafka.bootstrap-servers} is set. */
        @WithDefault("19092")
        int kafkaPort();

        /** The port of the object store; 0 for any that is free. Unused when {@code malmoi.object-store.endpoint} is set. */
        @WithDefault("19000")
        int objectStorePort();
    }
}
