package io.malmoi.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Provenance;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DecodeResponse;
import io.malmoi.v1.DeleteTokenizerRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.EncodingOptions;
import io.malmoi.v1.EncodingOptions.Padding;
import io.malmoi.v1.EncodingOptions.Side;
import io.malmoi.v1.EncodingOptions.Truncation;
import io.malmoi.v1.EvaluateTokenizersRequest;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerReport;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Surroundings.class)
class ImportAndOptionsTest {
    private static final String NAME = "tokenizers/imported";
    private static final String TEXT = "말모이는 사전이다 a dictionary\n";

    @Inject
    GrpcServer server;

    @Inject
    GrpcChannels channels;

    @Inject
    ArtifactStore store;

    private TokenizerServiceGrpc.TokenizerServiceBlockingStub service;
    private TokenizerServiceGrpc.TokenizerServiceBlockingV2Stub streams;

    @BeforeEach
    void connect() throws Exception {
        service = TokenizerServiceGrpc.newBlockingStub(channels.to("127.0.0.1:" + server.port()));
        streams = TokenizerServiceGrpc.newBlockingV2Stub(channels.to("127.0.0.1:" + server.port()));
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            store.createBucket();
            return true;
        });
        upload("imported", Map.of("tokenizer.json", tokenizer(320)));
    }

    private static byte[] tokenizer(int size) throws IOException {
        byte[] text = TEXT.repeat(20).getBytes(StandardCharsets.UTF_8);
        return new BpeTrainer(new BpeSettings(size, 2, List.of("<|endoftext|>", "<|pad|>")))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer()
                .files(0)
                .get("tokenizer.json");
    }

    private Tokenizer upload(String id, Map<String, byte[]> files) throws Exception {
        BlockingClientCall<ImportTokenizerRequest, Tokenizer> call = streams.importTokenizer();
        ImportTokenizerRequest.Builder request =
                ImportTokenizerRequest.newBuilder().setTokenizerId(id);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            request.setFile(file.getKey());
            for (int at = 0; at < file.getValue().length; at += 1000) {
                int end = Math.min(at + 1000, file.getValue().length);
                call.write(request.setContent(ByteString.copyFrom(file.getValue(), at, end - at))
                        .build());
                request.clear();
            }
        }
        call.halfClose();
        return call.read();
    }

    @Test
    void importsTokenizersAndTheSameAgain() throws Exception {
        Tokenizer again = upload("imported", Map.of("tokenizer.json", tokenizer(320)));
        assertThat(again.getName()).isEqualTo(NAME);
        assertThat(again.getKind()).isEqualTo("BPE");
        assertThat(again.getSpecialTokensList()).containsExactly("<|endoftext|>", "<|pad|>");
        assertThat(store.get(NAME).file("tokenizer.json").sha256()).isEqualTo(again.getSha256());
        assertFails(
                Status.Code.ALREADY_EXISTS,
                "tokenizers/imported is there already, with other content",
                () -> upload("imported", Map.of("tokenizer.json", tokenizer(262))));
    }

    @Test
    void tellsWhatIsWrongWithAnImport() {
        byte[] json = "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}".getBytes();
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "tokenizer.json: model.merges[0]: \"b\" is not in the vocabulary",
                () -> upload("bad", Map.of("tokenizer.json", json)));
        assertFails(Status.Code.INVALID_ARGUMENT, "no tokenizer is known", () -> upload("bad", Map.of("a.txt", json)));
        assertFails(Status.Code.INVALID_ARGUMENT, "tokenizer_id", () -> upload("", Map.of("tokenizer.json", json)));
        assertFails(Status.Code.INVALID_ARGUMENT, "file", () -> upload("bad", Map.of("", json)));
        assertThat(store.find("tokenizers/bad")).isEmpty();
    }

    @Test
    void encodesWithOptions() {
        EncodingOptions options = EncodingOptions.newBuilder()
                .setTruncation(Truncation.newBuilder().setLength(4))
                .setPadding(Padding.newBuilder().setLength(6).setSide(Side.LEFT))
                .setDetails(true)
                .addAllowedSpecialTokens("<|pad|>")
                .build();
        EncodeResponse encoding = service.encode(EncodeRequest.newBuilder()
                .setTokenizer(NAME)
                .setText("😀<|pad|>x")
                .setPair("y<|endoftext|>")
                .setOptions(options)
                .build());
        assertThat(encoding.getIdsList()).hasSize(6).startsWith(1, 1);
        assertThat(encoding.getAttentionMaskList()).containsExactly(0, 0, 1, 1, 1, 1);
        assertThat(encoding.getSpecialTokensMaskList()).containsExactly(1, 1, 0, 0, 0, 0);
        assertThat(encoding.getTypeIdsList()).containsExactly(0, 0, 0, 0, 1, 1);
        assertThat(encoding.getStartsList()).containsExactly(0, 0, 0, 0, 0, 1);
        assertThat(encoding.getEndsList()).containsExactly(0, 0, 1, 1, 1, 2);

        List<EncodeResponse> batch = service.batchEncode(BatchEncodeRequest.newBuilder()
                        .setTokenizer(NAME)
                        .addTexts("a")
                        .addTexts("a dictionary of more words")
                        .setOptions(EncodingOptions.newBuilder().setPadding(Padding.getDefaultInstance()))
                        .build())
                .getEncodingsList();
        assertThat(batch.get(0).getIdsCount()).isEqualTo(batch.get(1).getIdsCount());
        assertThat(batch.get(0).getTypeIdsList()).isEmpty();
    }

    @Test
    void refusesOptionsThatCannotBe() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "options.truncation.length: is 0",
                () -> encode(EncodingOptions.newBuilder().setTruncation(Truncation.getDefaultInstance())));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "options.padding.length",
                () -> encode(EncodingOptions.newBuilder()
                        .setPadding(Padding.newBuilder().setLength(2_000_000))));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "options: there is no special token \"<x>\": the tokenizer has <|endoftext|> <|pad|>",
                () -> encode(EncodingOptions.newBuilder().addAllowedSpecialTokens("<x>")));
    }

    private EncodeResponse encode(EncodingOptions.Builder options) {
        return service.encode(EncodeRequest.newBuilder()
                .setTokenizer(NAME)
                .setText("x")
                .setOptions(options)
                .build());
    }

    @Test
    void streamsAnswerMessageByMessage() throws Exception {
        BlockingClientCall<EncodeRequest, EncodeResponse> encode = streams.streamEncode();
        BlockingClientCall<DecodeRequest, DecodeResponse> decode = streams.streamDecode();
        encode.write(
                EncodeRequest.newBuilder().setTokenizer(NAME).setText("말모이").build());
        StringBuilder text = new StringBuilder();
        for (int id : encode.read().getIdsList()) {
            decode.write(
                    DecodeRequest.newBuilder().setTokenizer(NAME).addIds(id).build());
            text.append(decode.read().getText());
            assertThat("말모이").startsWith(text);
        }
        assertThat(text).hasToString("말모이");
        encode.write(EncodeRequest.newBuilder().setText("a").build());
        assertThat(encode.read().getTokensList()).containsExactly("a");
        int firstByte = service.encode(EncodeRequest.newBuilder()
                        .setTokenizer(NAME)
                        .setText("😀")
                        .build())
                .getIds(0);
        decode.write(DecodeRequest.newBuilder().addIds(firstByte).build());
        assertThat(decode.read().getText()).isEmpty();
        decode.halfClose();
        assertThat(decode.read().getText()).isEqualTo("\uFFFD");
        assertThat(decode.read()).isNull();
        encode.write(EncodeRequest.newBuilder()
                .setTokenizer("tokenizers/nowhere")
                .setText("a")
                .build());
        assertFails(Status.Code.NOT_FOUND, "tokenizers/nowhere", encode::read);
    }

    @Test
    void evaluatesTokenizersSideBySide() throws Exception {
        upload("smaller", Map.of("tokenizer.json", tokenizer(270)));
        TestCorpora.put(
                store, "corpora/evaluated", "corpus.txt", TEXT.repeat(30).getBytes(StandardCharsets.UTF_8));
        List<TokenizerReport> reports = service.evaluateTokenizers(EvaluateTokenizersRequest.newBuilder()
                        .addTokenizers(NAME)
                        .addTokenizers("tokenizers/smaller")
                        .setCorpus("corpora/evaluated")
                        .build())
                .getReportsList();
        assertThat(reports).extracting(TokenizerReport::getTokenizer).containsExactly(NAME, "tokenizers/smaller");
        assertThat(reports.get(0).getBytes()).isEqualTo(30L * TEXT.getBytes(StandardCharsets.UTF_8).length);
        assertThat(reports.get(0).getEojeols()).isEqualTo(120);
        assertThat(reports.get(0).getBytesPerToken())
                .isGreaterThan(reports.get(1).getBytesPerToken());
        assertThat(reports.get(0).getChangedLines()).isZero();
        assertThat(reports.get(0).getLongestTokensList()).isNotEmpty();
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "tokenizers: has 0 items",
                () -> service.evaluateTokenizers(EvaluateTokenizersRequest.newBuilder()
                        .setCorpus("corpora/evaluated")
                        .build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"datasets/needing", "models/needing"})
    void whatADatasetOrModelWasMadeWithIsNotDeleted(String needing) throws Exception {
        upload("needed", Map.of("tokenizer.json", tokenizer(300)));
        try (ArtifactWriter writer = store.create(needing, new Provenance("jobs/j", 1, "test"))) {
            writer.put("train.bin", new ByteArrayInputStream(new byte[2]));
            writer.publish(
                    new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode(), List.of("tokenizers/needed"));
        }
        DeleteTokenizerRequest request =
                DeleteTokenizerRequest.newBuilder().setName("tokenizers/needed").build();
        assertFails(
                Status.Code.FAILED_PRECONDITION,
                needing + " was made with tokenizers/needed: delete " + needing + " first",
                () -> service.deleteTokenizer(request));
        store.delete(needing);
        service.deleteTokenizer(request);
        assertThat(store.find("tokenizers/needed")).isEmpty();
    }

    private static void assertFails(
            Status.Code code, String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfies(failure -> assertThat(
                                failure instanceof StatusException e
                                        ? e.getStatus().getCode()
                                        : ((StatusRuntimeException) failure)
                                                .getStatus()
                                                .getCode())
                        .isEqualTo(code))
                .hasMessageContaining(message);
    }
}
