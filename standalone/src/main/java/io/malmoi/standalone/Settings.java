package io.malmoi.standalone;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What must be known before the services start: where the data is, which servers to embed, which ports are wanted. Read
 * from system properties, the environment and {@code config/application.properties} in the working folder, as the
 * services read theirs.
 */
final class Settings {
    private static final Path FILE = Path.of("config", "application.properties");
    /** Over the properties inside the archives, under the environment; as in Quarkus. */
    private static final int FILE_ORDINAL = 260;

    private final SmallRyeConfig config;
    private final StandaloneConfig standalone;

    private Settings(SmallRyeConfig config) {
        this.config = config;
        this.standalone = config.getConfigMapping(StandaloneConfig.class);
    }

    static Settings load() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .withMapping(StandaloneConfig.class)
                .withValidateUnknown(false);
        if (Files.isRegularFile(FILE)) {
            try {
                builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), FILE_ORDINAL));
            } catch (IOException e) {
                throw new StartException(FILE.toAbsolutePath() + " cannot be read: " + e.getMessage());
            }
        }
        return new Settings(builder.build());
    }

    /** The folder that everything is kept in. */
    Path data() {
        return standalone.data().toAbsolutePath().normalize();
    }

    /** The ports of the servers to embed. */
    StandaloneConfig.Embedded embedded() {
        return standalone.embedded();
    }

    /** Whether a broker elsewhere is to be used. */
    boolean hasBroker() {
        return isSet("malmoi.kafka.bootstrap-servers");
    }

    /** Whether an object store elsewhere is to be used. */
    boolean hasObjectStore() {
        return isSet("malmoi.object-store.endpoint");
    }

    boolean isSet(String name) {
        return config.getOptionalValue(name, String.class).isPresent();
    }

    /** The process that standalone ends with, whatever ends it. */
    Optional<ProcessHandle> endsWith() {
        if (standalone.endsWithProcess().isEmpty()) {
            return Optional.empty();
        }
        long pid = standalone.endsWithProcess().getAsLong();
        return Optional.of(ProcessHandle.of(pid)
                .orElseThrow(() -> new StartException("process " + pid + ", with which to end, has ended")));
    }

    /** A setting of the services, or what they have if it is not set. */
    <T> T value(String name, Class<T> type, T otherwise) {
        return config.getOptionalValue(name, type).orElse(otherwise);
    }
}
