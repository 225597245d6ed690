package io.malmoi.testkit;

import io.malmoi.embedded.Credentials;
import io.malmoi.embedded.EmbeddedBroker;
import io.malmoi.embedded.EmbeddedObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A broker and an S3 server in this JVM, on a temporary folder that is deleted when the JVM ends. */
final class Embedded {
    private final Path folder;
    private final int brokerPort;
    private final URI endpoint;
    private final Credentials credentials;
    private EmbeddedBroker broker;
    private EmbeddedObjectStore store;

    private Embedded(Path folder) {
        this.folder = folder;
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedObjectStore.start(folder.resolve("object-store"), 0);
        brokerPort = broker.port();
        endpoint = store.endpoint();
        credentials = store.credentials();
    }

    static Embedded start() {
        try {
            Embedded embedded = new Embedded(Files.createTempDirectory("malmoi-test-"));
            Runtime.getRuntime().addShutdownHook(new Thread(embedded::close, "close-test-backends"));
            return embedded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    URI endpoint() {
        return endpoint;
    }

    Credentials credentials() {
        return credentials;
    }

    Path objects() {
        return folder.resolve("object-store").resolve("objects");
    }

    synchronized void stopBroker() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    synchronized void startBroker() {
        if (broker == null) {
            broker = EmbeddedBroker.start(folder.resolve("kafka"), brokerPort);
        }
    }

    synchronized void stopObjectStore() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    synchronized void startObjectStore() {
        if (store == null) {
            store = EmbeddedObjectStore.start(folder.resolve("object-store"), endpoint.getPort());
        }
    }

    private void close() {
        stopBroker();
        stopObjectStore();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
