package io.malmoi.testkit;

import io.malmoi.embedded.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Kafka broker and an S3 server for tests: real ones, shared by all tests of the JVM.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Backends backends = Backends.start();
 * }</pre>
 *
 * <p>{@link #start()} gives those that environment variables name, {@code MALMOI_TEST_KAFKA} (host:port; its topics of jobs
 * are deleted) and {@code MALMOI_TEST_OBJECT_STORE} (URL, with {@code MALMOI_TEST_OBJECT_STORE_ACCESS_KEY} and {@code
 * MALMOI_TEST_OBJECT_STORE_SECRET_KEY}), and says so; without them embedded ones, started by the first test that asks and
 * closed with the JVM.
 *
 * <p>{@link #embedded()} gives the embedded ones in any case. A test may stop either to see what its subject does then; what
 * is stopped is started again, on the same port with the same data, after each test. Keep tests apart by {@link
 * #newBucket()} and {@link #newTopicPrefix()}. Not for concurrent tests.
 */
public final class Backends implements AfterEachCallback {
    private static Backends shared;
    private static Backends embedded;

    private final String bootstrapServers;
    private final URI endpoint;
    private final Credentials credentials;
    private final Embedded servers;

    private Backends(String bootstrapServers, URI endpoint, Credentials credentials, Embedded servers) {
        this.bootstrapServers = bootstrapServers;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.servers = servers;
    }

    /** The broker and store of this JVM; started or prepared now if they are not yet. */
    public static synchronized Backends start() {
        if (shared == null) {
            shared = External.isNamed() ? external() : embedded();
        }
        return shared;
    }

    /** A broker and store in this JVM, which can be stopped and damaged; started now if they are not running yet. */
    public static synchronized Backends embedded() {
        if (embedded == null) {
            Embedded servers = Embedded.start();
            embedded = new Backends(servers.bootstrapServers(), servers.endpoint(), servers.credentials(), servers);
        }
        return embedded;
    }

    private static Backends external() {
        Backends backends = new Backends(
                External.broker().orElseGet(() -> embedded().bootstrapServers),
                External.objectStore().orElseGet(() -> embedded().endpoint),
                External.credentials().orElseGet(() -> embedded().credentials),
                null);
        System.out.println("Tests use the broker at " + backends.bootstrapServers + " and the object store at "
                + backends.endpoint + ".");
        return backends;
    }

    /** Where Kafka clients connect: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return bootstrapServers;
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
        return servers().objects();
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
    public void stopBroker() {
        servers().stopBroker();
    }

    /** Starts the broker again, on the same port. No effect if it runs. */
    public void startBroker() {
        servers().startBroker();
    }

    /** Stops the S3 server until {@link #startObjectStore()} or the end of the test. */
    public void stopObjectStore() {
        servers().stopObjectStore();
    }

    /** Starts the S3 server again, on the same port. No effect if it runs. */
    public void startObjectStore() {
        servers().startObjectStore();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (servers != null) {
            startBroker();
            startObjectStore();
        }
    }

    private Embedded servers() {
        if (servers == null) {
            throw new IllegalStateException("only embedded servers can be stopped and looked into: use embedded()");
        }
        return servers;
    }

    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
