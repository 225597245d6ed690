package io.malmoi.standalone;

import io.malmoi.embedded.EmbeddedBroker;
import io.malmoi.embedded.EmbeddedObjectStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The broker and the object store inside the process, each unless one elsewhere is to be used. */
final class Embedded implements AutoCloseable {
    private final Deque<AutoCloseable> servers = new ArrayDeque<>();

    private Embedded() {}

    /** Starts them, and points the services to them by system properties. */
    static Embedded start(Settings settings) {
        Embedded embedded = new Embedded();
        try {
            CompletableFuture<Void> store = settings.hasObjectStore()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.runAsync(() -> embedded.startObjectStore(settings));
            try {
                if (!settings.hasBroker()) {
                    embedded.startBroker(settings);
                }
            } finally {
                store.join();
            }
            return embedded;
        } catch (RuntimeException e) {
            embedded.close();
            throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Stops them, the last started first. */
    @Override
    public synchronized void close() {
        while (!servers.isEmpty()) {
            try {
                servers.pop().close();
            } catch (Exception e) {
                System.err.println("malmoi: an embedded server did not stop cleanly: " + e);
            }
        }
    }

    private void startObjectStore(Settings settings) {
        EmbeddedObjectStore store = EmbeddedObjectStore.start(
                settings.data().resolve("object-store"), settings.embedded().objectStorePort());
        own(store);
        System.setProperty("malmoi.object-store.endpoint", store.endpoint().toString());
        System.setProperty("malmoi.object-store.access-key", store.credentials().accessKey());
        System.setProperty("malmoi.object-store.secret-key", store.credentials().secretKey());
    }

    private void startBroker(Settings settings) {
        EmbeddedBroker broker = EmbeddedBroker.start(
                settings.data().resolve("kafka"), settings.embedded().kafkaPort());
        own(broker);
        System.setProperty("malmoi.kafka.bootstrap-servers", broker.bootstrapServers());
    }

    private synchronized void own(AutoCloseable server) {
        servers.push(server);
    }
}
