package io.malmoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.malmoi.service.Dependencies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP API, over a socket. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@Timeout(90)
class HttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Inject
    ServicesConfig services;

    @Inject
    Dependencies dependencies;

    private FakeServices behind;

    @BeforeEach
    void start() throws Exception {
        behind = FakeServices.at(services.corpora());
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(dependencies::ready);
    }

    @Test
    void streamsAnUploadNoFasterThanItIsTaken() throws Exception {
        long size = 300L << 20;
        AtomicLong sent = new AtomicLong();
        AtomicLong furthestAhead = new AtomicLong();
        BodyPublisher body = BodyPublishers.ofInputStream(() -> new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int given = (int) Math.min(length, size - sent.get());
                furthestAhead.accumulateAndGet(sent.addAndGet(given) - behind.uploaded.get(), Math::max);
                return given == 0 ? -1 : given;
            }
        });
        HttpResponse<String> response = send("POST", "/v1/corpora?corpus_id=big", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode corpus = JSON.readTree(response.body());
        assertThat(corpus.get("name").asText()).isEqualTo("corpora/big");
        assertThat(corpus.get("bytes").asText()).isEqualTo(Long.toString(size));
        assertThat(furthestAhead.get()).isLessThan(64L << 20);
    }

    @Test
    void takesABodyWhateverItIsCalled() throws Exception {
        HttpRequest request = request("/v1/corpora?corpus_id=curl")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("말모이"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(JSON.readTree(response.body()).get("bytes").asText()).isEqualTo("9");
    }

    @Test
    void showsAReportAsJsonAndAsAPage() throws Exception {
        HttpResponse<String> json = send("GET", "/v1/corpora/c/report", BodyPublishers.noBody());
        assertThat(JSON.readTree(json.body()).get("emptyRecords").asText()).isEqualTo("7");
        HttpResponse<String> page = send("GET", "/v1/corpora/c/report.html", BodyPublishers.noBody());
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).isEqualTo("<p>corpora/c");
    }

    @Test
    void servesTemplatesAndPreviewsOfSamples() throws Exception {
        assertThat(JSON.readTree(send("GET", "/v1/templates", BodyPublishers.noBody())
                                .body())
                        .at("/templates/0/name")
                        .textValue())
                .isEqualTo("alpaca");
        assertThat(JSON.readTree(send("GET", "/v1/templates/llama3", BodyPublishers.noBody())
                                .body())
                        .at("/name")
                        .textValue())
                .isEqualTo("llama3");
        HttpResponse<String> preview = send(
                "POST",
                "/v1/corpora/c:previewSamples",
                BodyPublishers.ofString(
                        "{\"spec\": {\"template\": \"alpaca\", \"columns\": {\"instruction\": \"Q\"}}}"));
        assertThat(JSON.readTree(preview.body()).at("/samples/0/parts/0/text").textValue())
                .isEqualTo("corpora/c alpaca");
    }

    @Test
    void goesOnWithAnUpload() throws Exception {
        HttpResponse<String> response =
                send("PATCH", "/v1/uploads/u1?offset=7", BodyPublishers.ofByteArray(new byte[1_000_000]));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).get("committedBytes").asText())
                .isEqualTo("1000007");
        assertThat(JSON.readTree(response.body()).get("name").asText()).isEqualTo("uploads/u1");
        assertThat(send("PATCH", "/v1/uploads/u1?offset=-1", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void cancelsAnUploadThatBreaksOff() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            write(socket, "POST /v1/corpora?corpus_id=x HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n");
            socket.getOutputStream().write(new byte[2_000_000]);
            socket.getOutputStream().flush();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> behind.uploaded.get() > 0);
        }
        behind.await("upload cancelled");
    }

    @Test
    void generatesAsEvents() throws Exception {
        HttpRequest request = request("/v1/models/m:generate")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString("{\"prompt\": \"우리 \"}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        String[] events = response.body().strip().split("\n\n");
        assertThat(events).hasSize(3);
        assertThat(data(events[0]).at("/delta/text").asText()).isEqualTo("우리 말");
        assertThat(data(events[2]).at("/finish/newTokens").asInt()).isEqualTo(2);
    }

    @Test
    void generatesAllAtOnce() throws Exception {
        JsonNode answer = JSON.readTree(send("POST", "/v1/models/m:generate", BodyPublishers.ofString("{}"))
                .body());
        assertThat(answer.get("text").asText()).isEqualTo("말모이");
        assertThat(answer.get("ids")).hasSize(2);
        assertThat(answer.at("/finish/reason").asText()).isEqualTo("LENGTH");
    }

    @Test
    void stopsGeneratingWhenTheCallerGoes() throws Exception {
        for (String accept : new String[] {"text/event-stream", "application/json"}) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                write(
                        socket,
                        "POST /v1/models/endless:generate HTTP/1.1\r\nHost: x\r\nAccept: " + accept
                                + "\r\nContent-Length: 2\r\n\r\n{}");
                behind.await("generate begun");
                if (accept.startsWith("text")) {
                    assertThat(socket.getInputStream().readNBytes(10_000)).hasSize(10_000);
                }
            }
            behind.await("generate cancelled");
        }
    }

    @Test
    void endsABrokenStreamWithAnError() throws Exception {
        HttpRequest request = request("/v1/models/broken:generate")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.noBody())
                .build();
        String[] events = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body()
                .strip()
                .split("\n\n");
        assertThat(events[1]).contains("event: error");
        assertThat(data(events[1]).at("/error/status").asText()).isEqualTo("DATA_LOSS");
    }

    @Test
    void answersAStreamThatCannotBeginWithItsStatus() throws Exception {
        HttpRequest request = request("/v1/models/none:generate")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(response.body()).at("/error/status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void createsShowsWatchesAndCancelsJobs() throws Exception {
        String spec = """
                {"requestId": "http", "spec": {"cleanCorpus": {"source": "corpora/none", "corpus": "corpora/y"}}}""";
        assertThat(error(404, "POST", "/v1/jobs", spec).get("message").asText()).contains("corpora/none");
        assertThat(error(404, "GET", "/v1/jobs/0000000000000000:watch", "")
                        .get("status")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(error(404, "POST", "/v1/jobs/0000000000000000:cancel", "")
                        .get("status")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(error(404, "DELETE", "/v1/jobs/0000000000000000", "")
                        .get("status")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(send("GET", "/v1/jobs?page_size=10&state=running", BodyPublishers.noBody())
                        .body())
                .isEqualTo("{}");
        assertThat(error(400, "GET", "/v1/jobs?state=odd", "")
                        .at("/details/0/fieldViolations/0/field")
                        .asText())
                .isEqualTo("state");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"spec\": {\"trainModel\": {\"steps\": \"many\"}}}; spec.trainModel.steps",
                "{\"spec\": {\"trainModel\": {\"step\": 5}}}; spec.trainModel.step",
                "{\"spec\": {\"trainTokenizer\": {\"special_tokens\": \"x\"}}}; spec.trainTokenizer.special_tokens",
                "{\"spec\": {; body",
                "{\"spec\": {\"trainTokenizer\": {\"specialTokens\": [\"\\ud83d\\ude00\", \"\\ud83d\"]}}};"
                        + " spec.trainTokenizer.specialTokens[1]",
                "[]; body"
            })
    void namesTheFieldThatCannotBeRead(String json, String field) throws Exception {
        assertThat(error(400, "POST", "/v1/jobs", json)
                        .at("/details/0/fieldViolations/0/field")
                        .asText())
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND, GET, /v1/nothing",
        "404, NOT_FOUND, GET, /",
        "405, UNIMPLEMENTED, PATCH, /v1/jobs",
        "400, INVALID_ARGUMENT, POST, /v1/tokenizers/t:encode",
        "503, UNAVAILABLE, GET, /v1/datasets/d",
        "501, UNIMPLEMENTED, GET, /v1/models",
        "400, INVALID_ARGUMENT, GET, /v1/jobs?page_size=ten",
        "400, INVALID_ARGUMENT, GET, /v1/jobs/0000000000000000:watch?after_position=-1",
        "404, NOT_FOUND, GET, /v1/jobs/0000000000000000"
    })
    void answersEveryErrorInJson(int code, String status, String method, String path) throws Exception {
        JsonNode error = error(code, method, path, "");
        assertThat(error.get("code").asInt()).isEqualTo(code);
        assertThat(error.get("status").asText()).isEqualTo(status);
        assertThat(error.get("message").asText()).isNotBlank();
    }

    @Test
    void servesEveryCallOfTokenizers() throws Exception {
        assertThat(answer("/v1/tokenizers/t:batchEncode", "{\"texts\": [\"말\", \"모이\"]}")
                        .at("/encodings/1"))
                .isEqualTo(JSON.readTree("{\"ids\": [2], \"tokens\": [\"tokenizers/t\"]}"));
        assertThat(answer("/v1/tokenizers/t:batchDecode", "{\"sequences\": [{\"ids\": [1, 2]}]}")
                        .at("/texts/0")
                        .asText())
                .isEqualTo("말말");
        assertThat(answer("/v1/tokenizers:evaluate", "{\"tokenizers\": [\"tokenizers/t\"], \"mostBytes\": \"5\"}")
                        .at("/reports/0"))
                .isEqualTo(JSON.readTree("{\"tokenizer\": \"tokenizers/t\", \"bytes\": \"5\"}"));
        assertThat(answer("/v1/tokenizers?tokenizer_id=t", "{}"))
                .isEqualTo(JSON.readTree("{\"name\": \"t\", \"vocabularySize\": 2, \"kind\": \"tokenizer.json\"}"));
        assertThat(answer("/v1/tokenizers?tokenizer_id=t&file=tokenizer.bin", "x".repeat(600_000)))
                .isEqualTo(JSON.readTree("{\"name\": \"t\", \"vocabularySize\": 600000, \"kind\": \"tokenizer.bin\"}"));
    }

    @Test
    void givesOutTheFilesOfATokenizer() throws Exception {
        HttpResponse<String> file = send("GET", "/v1/tokenizers/t/tokenizer.json", BodyPublishers.noBody());
        assertThat(file.body()).isEqualTo("<tokenizer.json><>");
        assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(error(404, "GET", "/v1/tokenizers/t/merges.txt", "")
                        .get("message")
                        .asText())
                .isEqualTo("tokenizers/t has no file merges.txt, but tokenizer.json, tokenizer_config.json");
    }

    private JsonNode answer(String path, String body) throws Exception {
        HttpResponse<String> response = send("POST", path, BodyPublishers.ofString(body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void refusesABodyOverTheLimit() throws Exception {
        JsonNode error = error(413, "POST", "/v1/tokenizers/t:encode", "{\"text\": \"" + "x".repeat(5 << 20) + "\"}");
        assertThat(error.get("status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(error.get("message").asText()).contains("malmoi.grpc.max-message-bytes");
    }

    @Test
    void letsNoOtherSiteIn() throws Exception {
        HttpRequest request = request("/v1/jobs")
                .header("Origin", "https://example.com")
                .GET()
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private JsonNode error(int code, String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, BodyPublishers.ofString(body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        return JSON.readTree(response.body()).get("error");
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body) throws Exception {
        return HttpClient.newHttpClient()
                .send(request(path).method(method, body).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static JsonNode data(String event) throws IOException {
        String data = event.lines()
                .filter(line -> line.startsWith("data:"))
                .findFirst()
                .orElseThrow();
        return JSON.readTree(data.substring("data:".length()));
    }

    private static void write(Socket socket, String head) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
