package io.malmoi.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.service.GrpcServer;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.GenerateFinish.Reason;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.SamplingOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole service with a small model, called over a socket. */
@QuarkusTest
@QuarkusTestResource(InferenceServiceTest.Surroundings.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InferenceServiceTest {
    private static final int RUNNING = 3;
    private static final int WAITING = 2;
    private static final String MODEL = "models/tiny";
    private static final String PROMPT = "가나다라 마바";
    private static Map<String, String> settings;
    private static TinyModel tiny;

    @Inject
    GrpcServer server;

    @Inject
    ArtifactStore store;

    @Inject
    MeterRegistry meters;

    private ManagedChannel channel;

    /** A store, free ports and few slots. */
    public static class Surroundings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            settings = new HashMap<>(Backends.embedded().configuration());
            settings.put("malmoi.grpc.port", "0");
            settings.put("quarkus.http.test-port", "0");
            settings.put(
                    "malmoi.cache-directory", Path.of("target", "test-cache").toString());
            settings.put("malmoi.inference.max-running", String.valueOf(RUNNING));
            settings.put("malmoi.inference.max-waiting", String.valueOf(WAITING));
            settings.put("malmoi.inference.refresh-interval", "0s");
            return settings;
        }

        @Override
        public void stop() {}
    }

    @BeforeEach
    void connect() throws IOException {
        channel = Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
                .build();
        if (tiny == null) {
            tiny = TinyModel.train(Files.createTempDirectory("tiny-model"));
            store.createBucket();
            tiny.publish(store, MODEL);
        }
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        await().atMost(Duration.ofSeconds(30)).until(() -> gauge("requests.running") == 0);
    }

    @Test
    void streamsAnAnswerAndThenHowItEnded() throws Exception {
        Call call = call(request(20));
        List<GenerateResponse> responses = call.responses();
        assertThat(responses.subList(0, responses.size() - 1)).allMatch(GenerateResponse::hasDelta);
        assertThat(call.ids()).hasSize(20);
        assertThat(call.text()).startsWith("사아 자차카타");
        assertThat(call.finish().getReason()).isEqualTo(Reason.LENGTH);
        assertThat(call.finish().getPromptTokens()).isEqualTo(tiny.tokenizer().encode(PROMPT).length);
        assertThat(call.finish().getNewTokens()).isEqualTo(20);
        assertThat(call.finish().hasTimeToFirstToken()).isTrue();
        assertThat(call.finish().hasTotalTime()).isTrue();
    }

    @Test
    void theThreadThatLoadsAModelEnds() throws Exception {
        AtomicReference<Thread> loading = new AtomicReference<>();
        Models.Loader loader = manifest -> {
            loading.set(Thread.currentThread());
            throw new IOException("the disk is full");
        };
        try (Models models = new Models(store, loader, 1, 0)) {
            assertThatThrownBy(() -> models.acquire(MODEL)).hasMessageContaining("the disk is full");
        }
        loading.get().join(TimeUnit.SECONDS.toMillis(30));
        assertThat(loading.get().isAlive()).isFalse();
    }

    @Test
    void neverSendsHalfACharacter() throws Exception {
        List<GenerateResponse> responses = call(request(60)).responses();
        assertThat(responses)
                .noneMatch(response -> response.getDelta().getText().contains("\uFFFD"));
        assertThat(responses).anyMatch(response -> response.getDelta().getText().contains("🙂"));
    }

    @Test
    void anEmptyPromptBeginsADocument() throws Exception {
        Call call = call(request(5).setPrompt(""));
        assertThat(call.finish().getPromptTokens()).isEqualTo(1);
        assertThat(call.finish().getNewTokens()).isEqualTo(5);
    }

    @Test
    void theSameSeedGivesTheSameTextWhateverTheNeighbours() throws Exception {
        List<Integer> alone = call(sampled(41)).ids();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < RUNNING + WAITING; i++) {
            calls.add(call(sampled(i == 2 ? 41 : i).setPrompt(i == 2 ? PROMPT : "말을 모아 ".repeat(i + 1))));
        }
        assertThat(calls.get(2).ids()).isEqualTo(alone);
        assertThat(calls.get(2).finish().getSeed()).isEqualTo(41);
        for (Call call : calls) {
            call.responses();
        }
        assertThat(calls.get(0).ids()).isNotEqualTo(calls.get(1).ids());
    }

    @Test
    void stopsBeforeAStopStringThatSpansTokens() throws Exception {
        Call call = call(request(60).addStop("카타 파").addStop("엮자"));
        assertThat(call.text()).isEqualTo("사아 자차");
        assertThat(call.finish().getReason()).isEqualTo(Reason.STOP);
        assertThat(call.finish().getStop()).isEqualTo("카타 파");
    }

    @Test
    void stopStringsDoNotCountBeforeTheLeastNumberOfTokens() throws Exception {
        int before = call(request(60).addStop("카타")).finish().getNewTokens();
        Call call = call(request(60).addStop("카타").setMinNewTokens(before + 1));
        assertThat(call.text()).startsWith("사아 자차카타 파하");
        assertThat(call.finish().getNewTokens()).isGreaterThan(before + 1);
    }

    @Test
    void aCallerWhoGoesAwayMakesRoomAtOnce() throws Exception {
        List<Call> running = new ArrayList<>();
        for (int i = 0; i < RUNNING; i++) {
            running.add(call(endless()).awaitBegin());
        }
        Call waiting = call(request(3));
        await().atMost(Duration.ofSeconds(30)).until(() -> gauge("requests.waiting") == 1);
        running.get(0).cancel();
        assertThat(waiting.finish().getNewTokens()).isEqualTo(3);
        assertThat(running.get(1).ended()).isFalse();
        running.forEach(Call::cancel);
        await().atMost(Duration.ofSeconds(30)).until(() -> gauge("requests.running") == 0);
    }

    @Test
    void oneCallTooManyIsRefusedAndToldWhenToTryAgain() throws Exception {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < RUNNING; i++) {
            calls.add(call(endless()).awaitBegin());
        }
        for (int i = 0; i < WAITING; i++) {
            calls.add(call(endless()));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> gauge("requests.waiting") == WAITING);
        com.google.rpc.Status refused = failure(call(request(1)));
        assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
        assertThat(refused.getDetailsList()).anyMatch(detail -> detail.is(RetryInfo.class));
        calls.forEach(Call::cancel);
    }

    @Test
    void namesWrongFields() throws Exception {
        com.google.rpc.Status wrong = failure(call(request(5)
                .setSampling(SamplingOptions.newBuilder().setTemperature(-1).setTopP(2))));
        assertThat(wrong.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
        assertThat(fields(wrong)).containsExactly("sampling.temperature", "sampling.top_p");
        assertThat(fields(failure(call(request(5).setPrompt("가나다라 ".repeat(9_000))))))
                .containsExactly("prompt");
        assertThat(fields(failure(call(request(TinyModel.BLOCK_SIZE))))).containsExactly("max_new_tokens");
    }

    @Test
    void anUnknownModelIsNotFound() throws Exception {
        assertThat(failure(call(request(1).setModel("models/none"))).getCode())
                .isEqualTo(Status.Code.NOT_FOUND.value());
    }

    @Test
    void aModelThatWasDeletedIsGoneFromMemory() throws Exception {
        tiny.publish(store, "models/short-lived");
        GenerateRequest.Builder request = request(1).setModel("models/short-lived");
        assertThat(call(request).ids()).hasSize(1);
        store.delete("models/short-lived");
        assertThat(failure(call(request)).getCode()).isEqualTo(Status.Code.NOT_FOUND.value());
    }

    @Test
    void modelsTakeTurnsInMemory() throws Exception {
        for (int i = 0; i < 4; i++) {
            String name = "models/turn-" + i;
            tiny.publish(store, name);
            assertThat(call(request(1).setModel(name)).ids()).hasSize(1);
        }
        assertThat(gauge("models.loaded")).isEqualTo(2);
    }

    @Test
    void aModelInMemoryAnswersWhileTheStoreIsAway() throws Exception {
        List<Integer> before = call(request(5)).ids();
        Backends.embedded().stopObjectStore();
        try {
            assertThat(call(request(5)).ids()).isEqualTo(before);
        } finally {
            Backends.embedded().startObjectStore();
        }
    }

    @Test
    void aDamagedFileIsDataLoss() throws Exception {
        tiny.publish(store, "models/damaged");
        StoredFile weights = store.get("models/damaged").file("model.safetensors");
        Path object = Backends.embedded()
                .objects()
                .resolve(settings.get("malmoi.object-store.bucket"))
                .resolve(weights.key());
        byte[] content = Files.readAllBytes(object);
        content[content.length - 1] ^= 1;
        Files.write(object, content);
        assertThat(failure(call(request(1).setModel("models/damaged"))).getCode())
                .isEqualTo(Status.Code.DATA_LOSS.value());
    }

    @Test
    void aWrongTokenizerIsRefused() throws Exception {
        com.google.rpc.Status other = failure(call(request(1).setTokenizer("tokenizers/other")));
        assertThat(other.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION.value());
        assertThat(other.getMessage()).contains("tokenizers/other", TinyModel.TOKENIZER);
        assertThat(call(request(1).setTokenizer(TinyModel.TOKENIZER)).ids()).hasSize(1);

        tiny.publish(store, "models/mixed-up", "0".repeat(64));
        assertThat(failure(call(request(1).setModel("models/mixed-up"))).getCode())
                .isEqualTo(Status.Code.FAILED_PRECONDITION.value());
    }

    @Test
    void measuresWhatOperatorsWatch() throws Exception {
        call(request(3)).responses();
        assertThat(meters.get("malmoi.time.to.first.token").timer().count()).isPositive();
        assertThat(meters.get("malmoi.time.per.output.token").timer().count()).isPositive();
        assertThat(meters.get("malmoi.inference.batch.size").summary().count()).isPositive();
        assertThat(meters.get("malmoi.inference.tokens")
                        .tag("kind", "new")
                        .counter()
                        .count())
                .isPositive();
    }

    private Call call(GenerateRequest.Builder request) {
        Call call = new Call();
        InferenceServiceGrpc.newStub(channel).generate(request.build(), call);
        return call;
    }

    /** Greedy. */
    private static GenerateRequest.Builder request(int tokens) {
        return GenerateRequest.newBuilder()
                .setModel(MODEL)
                .setPrompt(PROMPT)
                .setMaxNewTokens(tokens)
                .setSampling(SamplingOptions.newBuilder().setTemperature(0));
    }

    private static GenerateRequest.Builder sampled(long seed) {
        return request(40)
                .setSampling(SamplingOptions.newBuilder()
                        .setTemperature(1.5)
                        .setTopK(50)
                        .setTopP(0.95)
                        .setSeed(seed));
    }

    /** An answer that does not end before the test does. */
    private static GenerateRequest.Builder endless() {
        return request(15_000).setMinNewTokens(15_000);
    }

    private double gauge(String name) {
        return meters.get("malmoi.inference." + name).gauge().value();
    }

    private static com.google.rpc.Status failure(Call call) throws Exception {
        try {
            call.responses();
        } catch (ExecutionException e) {
            return StatusProto.fromThrowable(e.getCause());
        }
        throw new AssertionError("the call succeeded");
    }

    private static List<String> fields(com.google.rpc.Status status) throws IOException {
        List<String> fields = new ArrayList<>();
        for (Any detail : status.getDetailsList()) {
            if (detail.is(BadRequest.class)) {
                detail.unpack(BadRequest.class)
                        .getFieldViolationsList()
                        .forEach(violation -> fields.add(violation.getField()));
            }
        }
        return fields;
    }
}
