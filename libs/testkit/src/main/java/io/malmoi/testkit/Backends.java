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
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Kafka broker and an S3 server for tests: real ones, embedded, shared by all tests of the JVM, started by the first
 * that asks and closed with the JVM.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Backends backends = Backends.start();
 * }</pre>
 *
 * <p>A test may stop either one to see what its subject does then; what is stopped is started again, on the same port
 * with the same data, after each test. Keep tests apart by {@link #newBucket()} and {@link #newTopicPrefix()}.
 * Not for concurrent tests.
 */
public final class Backends implements AfterEachCallback {
    private static Backends shared;

    private final Path folder;
    private EmbeddedBroker broker;
    private EmbeddedObjectStore store;
    private final int brokerPort;
    private final URI endpoint;
    private final Credentials credentials;

    private Backends() {
        folder = temporaryFolder();
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedObjectStore.start(folder.resolve("object-store"), 0);
        brokerPort = broker.port();
        endpoint = store.endpoint();
        credentials = store.credentials();
    }

    /** The broker and store of this JVM; started now if they are not running yet. */
    public static synchronized Backends start() {
        if (shared == null) {
            shared = new Backends();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "close-test-backends"));
        }
        return shared;
    }

    /** Where Kafka clients connect: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    /** Where S3 clients connect: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return endpoint;
    }

    /** Access key of the S3 server. */
    public String accessKey() {
        return credentials.accessKey();
    }

    /** Secret key of the S3 server. */
    public String secretKey() {
        return credentials.secretKey();
    }

    /** Region that S3 clients name. */
    public String region() {
        return "us-east-1";
    }

    /** Name of a bucket that no other test uses; not created yet. */
    public String newBucket() {
        return "test-" + random();
    }

    /** Start of topic and group names that no other test uses, such as {@code test-1f00a2b3c4d5e6f7.}. */
    public String newTopicPrefix() {
        return "test-" + random() + ".";
    }

    /** Folder under which the S3 server keeps object {@code KEY} of bucket {@code BUCKET} as the file {@code BUCKET/KEY}. */
    public Path objects() {
        return folder.resolve("object-store").resolve("objects");
    }

    /** Configuration that points a Malmoi service here, with a bucket of its own. */
    public Map<String, String> configuration() {
        return Map.of(
                "malmoi.kafka.bootstrap-servers", bootstrapServers(),
                "malmoi.object-store.endpoint", endpoint.toString(),
                "malmoi.object-store.access-key", accessKey(),
                "malmoi.object-store.secret-key", secretKey(),
                "malmoi.object-store.region", region(),
                "malmoi.object-store.bucket", newBucket());
    }

    /** Stops the broker until {@link #startBroker()} or the end of the test. */
    public synchronized void stopBroker() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    /** Starts the broker again, on the same port. No effect if it runs. */
    public synchronized void startBroker() {
        if (broker == null) {
            broker = EmbeddedBroker.start(folder.resolve("kafka"), brokerPort);
        }
    }

    /** Stops the S3 server until {@link #startObjectStore()} or the end of the test. */
    public synchronized void stopObjectStore() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    /** Starts the S3 server again, on the same port. No effect if it runs. */
    public synchronized void startObjectStore() {
        if (store == null) {
            store = EmbeddedObjectStore.start(folder.resolve("object-store"), endpoint.getPort());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        startBroker();
        startObjectStore();
    }

    private void close() {
        stopBroker();
        stopObjectStore();
        delete(folder);
    }

    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("malmoi-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
