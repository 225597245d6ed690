package io.malmoi.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that every service has. Each is a property, such as {@code malmoi.grpc.port}, or an environment variable,
 * such as {@code MALMOI_GRPC_PORT}. {@code docs/configuration.md} lists them all.
 */
@ConfigMapping(prefix = "malmoi")
public interface MalmoiConfig {
    /**
     * SHA-256 of the API keys that are let in, each of 64 hexadecimal digits, separated by commas. With none here and none
     * in {@code malmoi.keys-file}, no key is asked for, and only a loopback address may be listened on.
     */
    Optional<List<String>> keys();

    /** A file of such hashes, one a line; text from {@code #} on is a comment. Added to {@code malmoi.keys}. */
    Optional<Path> keysFile();

    /** The folder for copies of artifacts, which can be removed whenever no service runs. */
    @WithDefault("${user.home}/.malmoi/cache")
    Path cacheDirectory();

    /**
     * Bytes of such copies that are kept: at least 0. Those that were used longest ago make room for new ones, but for those
     * used within the last hour.
     */
    @WithDefault("50000000000")
    long cacheLimitBytes();

    /** The gRPC server. */
    Grpc grpc();

    /** The broker, where jobs are kept. */
    Kafka kafka();

    /** The object store, where artifacts are kept. */
    ObjectStore objectStore();

    /** The gRPC server. */
    interface Grpc {
        /** The address to listen on; {@code 0.0.0.0} for all, which needs API keys. */
        @WithDefault("127.0.0.1")
        String host();

        /** The port to listen on; 0 for any that is free. */
        @WithDefault("9090")
        int port();

        /** A PEM file of the certificate chain that the server shows. With {@code private-key}, the port speaks TLS alone. */
        Optional<Path> certificate();

        /** A PEM file of the certificate's private key, PKCS 8, without a password. */
        Optional<Path> privateKey();

        /** A PEM file of the certificates that other services' certificates are checked with; by default the JVM's own. */
        Optional<Path> trustedCertificates();

        /** The largest message taken in, in bytes: 1 KiB to 1 GiB. */
        @WithDefault("4194304")
        int maxMessageBytes();

        /** The most calls at a time; one more is refused with RESOURCE_EXHAUSTED: 1 to 100,000. */
        @WithDefault("1000")
        int maxConcurrentCalls();

        /** The longest that a call of one request and one response may take, whatever deadline it brings. */
        @WithDefault("60s")
        Duration unaryTimeout();

        /** How long calls may go on once the process was told to stop; 0 cuts them off. */
        @WithDefault("30s")
        Duration drainTimeout();
    }

    /** The broker, where jobs are kept. */
    interface Kafka {
        /** Addresses, host:port, separated by commas. */
        @WithDefault("127.0.0.1:9092")
        String bootstrapServers();

        /** Partitions of each topic of requests, which is the most jobs of a kind at a time; for topics yet to be made: 1 to 1,000. */
        @WithDefault("8")
        int partitions();

        /** On how many brokers a record is kept; for topics yet to be made: 1 to 10. */
        @WithDefault("1")
        int replicationFactor();

        /** More settings of the Kafka client, by their own names, such as {@code malmoi.kafka.properties."security.protocol"}. */
        Map<String, String> properties();
    }

    /** The object store, where artifacts are kept. */
    interface ObjectStore {
        /** Where it answers: http or https, host and port. */
        @WithDefault("http://127.0.0.1:9000")
        URI endpoint();

        /** The name of the key to sign in with. */
        @WithDefault("malmoi")
        String accessKey();

        /** The secret of that key. */
        @WithDefault("malmoi-secret")
        String secretKey();

        /** The bucket; made if it is not there. */
        @WithDefault("malmoi")
        String bucket();

        /** The region, which only the signature needs. */
        @WithDefault("us-east-1")
        String region();
    }
}
