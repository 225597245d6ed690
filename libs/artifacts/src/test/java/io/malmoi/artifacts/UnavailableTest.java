package io.malmoi.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.malmoi.testkit.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnavailableTest {
    @RegisterExtension
    static final Backends backends = Backends.embedded();

    private final String bucket = backends.newBucket();

    @Test
    void everyCallSaysWhichStoreIsAwayAndWorksWhenItIsBack() {
        try (ArtifactStore store = Stores.open(backends, bucket)) {
            Manifest manifest = Stores.publish(store, "corpora/x", "말모이");
            backends.stopObjectStore();

            List<ThrowingCallable> calls = List.of(
                    store::createBucket,
                    () -> store.find("corpora/x"),
                    () -> store.list("corpora", 1, ""),
                    () -> store.open(manifest, "text.txt"),
                    () -> store.delete("corpora/x"),
                    () -> store.claim("jobs/j/attempts/1", new byte[1]),
                    () -> Stores.publish(store, "corpora/y", "y"));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call)
                        .isInstanceOf(ObjectStoreUnavailableException.class)
                        .hasMessageContaining(backends.endpoint().toString());
            }

            backends.startObjectStore();
            assertThat(store.get("corpora/x")).isEqualTo(manifest);
        }
    }

    @Test
    void wrongKeysAreNamedButNotTheSecret() {
        ObjectStoreSettings wrong = new ObjectStoreSettings(
                backends.endpoint(), backends.accessKey(), "not-the-secret", bucket, "us-east-1");
        try (ArtifactStore store = new ArtifactStore(wrong)) {
            assertThatThrownBy(() -> store.find("corpora/x"))
                    .isInstanceOf(ObjectStoreUnavailableException.class)
                    .hasMessageContaining(backends.accessKey())
                    .hasMessageContaining("secret key")
                    .hasMessageNotContaining("not-the-secret");
        }
        assertThat(wrong.toString()).doesNotContain("not-the-secret");
    }

    @Test
    void aMissingBucketIsNamed() {
        try (ArtifactStore store = new ArtifactStore(Stores.settings(backends, bucket))) {
            assertThatThrownBy(() -> store.find("corpora/x"))
                    .isInstanceOf(ObjectStoreUnavailableException.class)
                    .hasMessageContaining(bucket);
        }
    }

    @Test
    void aFullDiskIsAFailureOfItsOwn() throws IOException {
        HttpServer full = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        full.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "<Error><Code>XMinioStorageFull</Code><Message>full</Message></Error>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(507, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        full.start();
        URI endpoint = URI.create("http://127.0.0.1:" + full.getAddress().getPort());
        try (ArtifactStore store =
                new ArtifactStore(new ObjectStoreSettings(endpoint, "access", "secret", bucket, "us-east-1"))) {
            assertThatThrownBy(() -> Stores.publish(store, "corpora/x", "x"))
                    .isInstanceOf(InsufficientStorageException.class)
                    .hasMessageContaining(endpoint.toString());
        } finally {
            full.stop(0);
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectStoreSettings(URI.create("minio:9000"), "a", "b", "c", "d"))
                .withMessageContaining("minio:9000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectStoreSettings(backends.endpoint(), "a", " ", "c", "d"))
                .withMessageContaining("secret key");
    }
}
