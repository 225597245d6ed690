package io.malmoi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Provenance;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.ListCorporaRequest;
import io.malmoi.v1.ListCorporaResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A whole small service: found by CDI, ready when its object store is, guarded by a key. */
@QuarkusTest
@QuarkusTestResource(ServiceTest.Surroundings.class)
class ServiceTest {
    @Inject
    GrpcServer server;

    @Inject
    ArtifactStore store;

    @ConfigProperty(name = "quarkus.http.test-port")
    int httpPort;

    /** The service; nothing but {@code @Singleton} makes it one. */
    @Singleton
    static class Corpora extends CorpusServiceGrpc.CorpusServiceImplBase {
        private final Resources<Corpus> corpora;

        Corpora(ArtifactStore store) {
            corpora = new Resources<>(store, ResourceName.CORPUS, Corpus.getDefaultInstance());
        }

        @Override
        public void getCorpus(GetCorpusRequest request, StreamObserver<Corpus> responses) {
            Replies.send(responses, corpora.get(request.getName()));
        }

        @Override
        public void listCorpora(ListCorporaRequest request, StreamObserver<ListCorporaResponse> responses) {
            Resources.Page<Corpus> page = corpora.list(request.getPageSize(), request.getPageToken());
            Replies.send(
                    responses,
                    ListCorporaResponse.newBuilder()
                            .addAllCorpora(page.items())
                            .setNextPageToken(page.nextPageToken())
                            .build());
        }
    }

    /** A broker and a store, and free ports. */
    public static class Surroundings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(Backends.embedded().configuration());
            settings.put("malmoi.grpc.port", "0");
            settings.put("quarkus.http.test-port", "0");
            settings.put("malmoi.keys", KeysTest.HASH);
            return settings;
        }

        @Override
        public void stop() {}
    }

    @Test
    void isReadyWhileItsObjectStoreAnswers() throws Exception {
        awaitReadiness(200, ServingStatus.SERVING);
        Backends.embedded().stopObjectStore();
        try {
            awaitReadiness(503, ServingStatus.NOT_SERVING);
            assertThat(get("/q/health/ready", null).body()).contains("object store");
        } finally {
            Backends.embedded().startObjectStore();
        }
        awaitReadiness(200, ServingStatus.SERVING);
    }

    @Test
    void keepsResourcesAsArtifacts() throws Exception {
        awaitReadiness(200, ServingStatus.SERVING);
        Resources<Corpus> corpora = new Resources<>(store, ResourceName.CORPUS, Corpus.getDefaultInstance());
        Corpus corpus = Corpus.newBuilder()
                .setBytes(5_000_000_000L)
                .setSource("corpora/raw")
                .build();
        try (var writer = store.create("corpora/clean", new Provenance("", 0, "test"))) {
            writer.publish(corpora.json(corpus), List.of());
        }
        CorpusServiceGrpc.CorpusServiceBlockingStub stub =
                CorpusServiceGrpc.newBlockingStub(server.localChannel()).withInterceptors(KeysTest.key("open-sesame"));
        Corpus kept = stub.getCorpus(
                GetCorpusRequest.newBuilder().setName("corpora/clean").build());
        assertThat(kept.hasCreateTime()).isTrue();
        assertThat(kept.toBuilder().clearCreateTime().build())
                .isEqualTo(corpus.toBuilder().setName("corpora/clean").build());
        assertThat(stub.listCorpora(ListCorporaRequest.getDefaultInstance()).getCorporaList())
                .containsExactly(kept);
    }

    @Test
    void asksHttpCallersForAKeyExceptProbes() throws Exception {
        assertThat(get("/q/health/live", null).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = get("/q/metrics", null);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"UNAUTHENTICATED\"");
        assertThat(get("/q/health/../metrics", null).statusCode()).isEqualTo(401);
        assertThat(get("/nowhere", "wrong").statusCode()).isEqualTo(401);
        HttpResponse<String> metrics = get("/q/metrics", "open-sesame");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("grpc_server_calls_active");
    }

    private void awaitReadiness(int http, ServingStatus grpc) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(get("/q/health/ready", null).statusCode()).isEqualTo(http);
            assertThat(HealthGrpc.newBlockingStub(server.localChannel())
                            .check(HealthCheckRequest.newBuilder()
                                    .setService("malmoi.v1.CorpusService")
                                    .build())
                            .getStatus())
                    .isEqualTo(grpc);
        });
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
