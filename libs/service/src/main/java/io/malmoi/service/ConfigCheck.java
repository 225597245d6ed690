package io.malmoi.service;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stops the start, with one line that names the setting, when a setting is out of its range or unsafe. */
@Singleton
final class ConfigCheck {
    private final MalmoiConfig config;
    private final ApiKeys keys;
    private final String httpHost;

    ConfigCheck(MalmoiConfig config, ApiKeys keys, @ConfigProperty(name = "quarkus.http.host") String httpHost) {
        this.config = config;
        this.keys = keys;
        this.httpHost = httpHost;
    }

    void check(@Observes @Priority(GrpcServer.EARLY - 1) StartupEvent event) {
        check();
    }

    void check() {
        if (config.cacheLimitBytes() < 0) {
            throw new ConfigurationException(
                    "malmoi.cache-limit-bytes is %d; it must be at least 0".formatted(config.cacheLimitBytes()));
        }
        MalmoiConfig.Grpc grpc = config.grpc();
        range("malmoi.grpc.port", grpc.port(), 0, 65_535);
        range("malmoi.grpc.max-message-bytes", grpc.maxMessageBytes(), 1 << 10, 1 << 30);
        range("malmoi.grpc.max-concurrent-calls", grpc.maxConcurrentCalls(), 1, 100_000);
        duration("malmoi.grpc.unary-timeout", grpc.unaryTimeout(), Duration.ofMillis(1));
        duration("malmoi.grpc.drain-timeout", grpc.drainTimeout(), Duration.ZERO);
        range("malmoi.kafka.partitions", config.kafka().partitions(), 1, 1_000);
        range("malmoi.kafka.replication-factor", config.kafka().replicationFactor(), 1, 10);
        endpoint(config.objectStore().endpoint());
        bucket(config.objectStore().bucket());
        needsKeys("malmoi.grpc.host", grpc.host());
        needsKeys("quarkus.http.host", httpHost);
    }

    private void needsKeys(String setting, String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress() && !keys.required()) {
                throw new ConfigurationException(("%s is %s, which others can reach, and there are no API keys:"
                                + " set malmoi.keys or malmoi.keys-file, or listen on 127.0.0.1")
                        .formatted(setting, host));
            }
        } catch (UnknownHostException e) {
            throw new ConfigurationException("%s: no address is known for %s".formatted(setting, host));
        }
    }

    private static void range(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    "%s is %d; it must be from %d to %d".formatted(setting, value, least, most));
        }
    }

    private static void duration(String setting, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new ConfigurationException(
                    "%s is %s; it must be from %s to a day, such as 30s".formatted(setting, value, least));
        }
    }

    private static void endpoint(URI endpoint) {
        String scheme = endpoint.getScheme();
        if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new ConfigurationException(
                    "malmoi.object-store.endpoint is %s; it must be http or https, host and port, such as http://127.0.0.1:9000"
                            .formatted(endpoint));
        }
    }

    private static void bucket(String bucket) {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new ConfigurationException(
                    "malmoi.object-store.bucket is %s; it must have 3 to 63 characters of a-z, 0-9, '.' and '-'"
                            .formatted(bucket));
        }
    }
}
