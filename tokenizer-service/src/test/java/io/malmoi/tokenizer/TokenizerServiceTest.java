package io.malmoi.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Provenance;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import io.malmoi.v1.BatchDecodeRequest;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.BatchEncodeResponse;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DeleteTokenizerRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.ExportTokenizerRequest;
import io.malmoi.v1.ExportTokenizerResponse;
import io.malmoi.v1.GetTokenizerRequest;
import io.malmoi.v1.ListTokenizersRequest;
import io.malmoi.v1.TokenSequence;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TokenizerService over a real socket and object store. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TokenizerServiceTest {
    private static final String NAME = "tokenizers/served";
    private static final String TEXT = "말모이 사전 <|endoftext|> dictionary";

    @Inject
    GrpcServer server;

    @Inject
    GrpcChannels channels;

    @Inject
    ArtifactStore store;

    @Inject
    Tokenizers tokenizers;

    private TokenizerServiceGrpc.TokenizerServiceBlockingStub service;

    @BeforeEach
    void connect() throws IOException {
        service = TokenizerServiceGrpc.newBlockingStub(channels.to("127.0.0.1:" + server.port()));
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            store.createBucket();
            return true;
        });
        if (store.find(NAME).isEmpty()) {
            publish(NAME);
        }
    }

    private void publish(String name) throws IOException {
        byte[] text = "말모이는 사전이다 a dictionary\n".repeat(20).getBytes(StandardCharsets.UTF_8);
        io.malmoi.tokenization.Tokenizer trained = new BpeTrainer(BpeSettings.ofSize(300))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
        Tokenizer described = Tokenizer.newBuilder()
                .setVocabularySize(300)
                .addSpecialTokens("<|endoftext|>")
                .build();
        try (ArtifactWriter writer = store.create(name, new Provenance("jobs/j", 1, "test"))) {
            for (Map.Entry<String, byte[]> file : trained.files(0).entrySet()) {
                writer.put(file.getKey(), new ByteArrayInputStream(file.getValue()));
            }
            writer.publish(tokenizers.resources().json(described), List.of());
        }
    }

    @Test
    void showsAndListsTokenizers() {
        Tokenizer shown = service.getTokenizer(
                GetTokenizerRequest.newBuilder().setName(NAME).build());
        assertThat(shown.getName()).isEqualTo(NAME);
        assertThat(shown.getVocabularySize()).isEqualTo(300);
        assertThat(shown.getSpecialTokensList()).containsExactly("<|endoftext|>");
        assertThat(shown.hasCreateTime()).isTrue();
        assertThat(service.listTokenizers(ListTokenizersRequest.getDefaultInstance())
                        .getTokenizersList())
                .contains(shown);
    }

    @Test
    void givesOutTheFilesThatWereStored() throws IOException {
        Map<String, ByteString> files = new LinkedHashMap<>();
        String file = "";
        Iterator<ExportTokenizerResponse> pieces = service.exportTokenizer(
                ExportTokenizerRequest.newBuilder().setName(NAME).build());
        while (pieces.hasNext()) {
            ExportTokenizerResponse piece = pieces.next();
            file = piece.getFile().isEmpty() ? file : piece.getFile();
            files.merge(file, piece.getContent(), ByteString::concat);
        }
        assertThat(files).containsOnlyKeys("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");
        assertThat(io.malmoi.tokenization.Tokenizer.read(
                                files.get("tokenizer.json").newInput())
                        .encode(TEXT))
                .containsExactly(tokenizers.get(NAME).encode(TEXT));
        assertFails(
                Status.Code.NOT_FOUND,
                "tokenizers/none",
                () -> service.exportTokenizer(ExportTokenizerRequest.newBuilder()
                                .setName("tokenizers/none")
                                .build())
                        .hasNext());
    }

    @Test
    void encodesAndDecodes() {
        EncodeResponse plain = encode(TEXT, false);
        assertThat(plain.getIdsList()).doesNotContain(0);
        assertThat(plain.getTokensCount()).isEqualTo(plain.getIdsCount());
        assertThat(decode(plain.getIdsList(), false)).isEqualTo(TEXT);

        EncodeResponse parsed = encode(TEXT, true);
        assertThat(parsed.getIdsList()).containsOnlyOnce(0);
        assertThat(parsed.getTokensList()).contains("<|endoftext|>");
        assertThat(decode(parsed.getIdsList(), false)).isEqualTo(TEXT);
        assertThat(decode(parsed.getIdsList(), true)).isEqualTo("말모이 사전  dictionary");
        assertThat(encode("", false).getIdsList()).isEmpty();
        assertThat(decode(List.of(), false)).isEmpty();
    }

    @Test
    void encodesAndDecodesBatchesInOrder() {
        List<String> texts = List.of("말모이", "", "dictionary 😀");
        BatchEncodeResponse encoded = service.batchEncode(BatchEncodeRequest.newBuilder()
                .setTokenizer(NAME)
                .addAllTexts(texts)
                .build());
        assertThat(encoded.getEncodings(2)).isEqualTo(encode("dictionary 😀", false));
        BatchDecodeRequest.Builder back = BatchDecodeRequest.newBuilder().setTokenizer(NAME);
        encoded.getEncodingsList()
                .forEach(
                        encoding -> back.addSequences(TokenSequence.newBuilder().addAllIds(encoding.getIdsList())));
        assertThat(service.batchDecode(back.build()).getTextsList()).isEqualTo(texts);
    }

    @Test
    void namesEveryWrongField() {
        assertInvalid(() -> encode("Tokenizers/x", "", false), "tokenizer");
        assertInvalid(() -> encode(NAME, "a".repeat((4 << 20) + 1), false), "text");
        assertInvalid(() -> decode(List.of(1, 2, 300), false), "ids[2]");
        assertInvalid(() -> decode(List.of(-1), false), "ids[0]");
        assertInvalid(
                () -> service.batchEncode(BatchEncodeRequest.newBuilder()
                        .addAllTexts(Collections.nCopies(1025, "a"))
                        .build()),
                "tokenizer",
                "texts");
        assertInvalid(
                () -> service.batchDecode(BatchDecodeRequest.newBuilder()
                        .setTokenizer(NAME)
                        .addSequences(TokenSequence.newBuilder().addIds(5))
                        .addSequences(TokenSequence.newBuilder().addIds(5).addIds(999))
                        .build()),
                "sequences[1].ids[1]");
        assertInvalid(
                () -> service.batchDecode(BatchDecodeRequest.newBuilder()
                        .setTokenizer(NAME)
                        .addAllSequences(Collections.nCopies(1025, TokenSequence.getDefaultInstance()))
                        .build()),
                "sequences");
        assertInvalid(
                () -> service.getTokenizer(
                        GetTokenizerRequest.newBuilder().setName("x").build()),
                "name");
        assertInvalid(
                () -> service.listTokenizers(
                        ListTokenizersRequest.newBuilder().setPageSize(1001).build()),
                "page_size");
    }

    @Test
    void tellsWhatIsNotThere() {
        assertFails(Status.Code.NOT_FOUND, "tokenizers/nowhere", () -> encode("tokenizers/nowhere", "a", false));
        assertFails(
                Status.Code.NOT_FOUND,
                "tokenizers/nowhere",
                () -> service.deleteTokenizer(DeleteTokenizerRequest.newBuilder()
                        .setName("tokenizers/nowhere")
                        .build()));
    }

    @Test
    void whatIsDeletedIsGoneAtOnce() throws IOException {
        publish("tokenizers/gone");
        encode("tokenizers/gone", "a", false);
        service.deleteTokenizer(
                DeleteTokenizerRequest.newBuilder().setName("tokenizers/gone").build());
        assertFails(Status.Code.NOT_FOUND, "tokenizers/gone", () -> encode("tokenizers/gone", "a", false));
    }

    @Test
    void aDamagedTokenizerIsDataLoss() {
        TestCorpora.put(store, "tokenizers/damaged", "tokenizer.json", "{}".getBytes(StandardCharsets.UTF_8));
        assertFails(
                Status.Code.DATA_LOSS,
                "tokenizers/damaged: tokenizer.json",
                () -> encode("tokenizers/damaged", "a", false));
    }

    private EncodeResponse encode(String text, boolean parse) {
        return encode(NAME, text, parse);
    }

    private EncodeResponse encode(String tokenizer, String text, boolean parse) {
        return service.encode(EncodeRequest.newBuilder()
                .setTokenizer(tokenizer)
                .setText(text)
                .setParseSpecialTokens(parse)
                .build());
    }

    private String decode(List<Integer> ids, boolean skip) {
        return service.decode(DecodeRequest.newBuilder()
                        .setTokenizer(NAME)
                        .addAllIds(ids)
                        .setSkipSpecialTokens(skip)
                        .build())
                .getText();
    }

    private static void assertFails(Status.Code code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        failure -> assertThat(failure.getStatus().getCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static void assertInvalid(ThrowingCallable call, String... fields) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, failure -> {
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            BadRequest details = StatusProto.fromThrowable(failure).getDetailsList().stream()
                    .filter(detail -> detail.is(BadRequest.class))
                    .map(detail -> {
                        try {
                            return detail.unpack(BadRequest.class);
                        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .findFirst()
                    .orElseThrow();
            assertThat(details.getFieldViolationsList())
                    .extracting(BadRequest.FieldViolation::getField)
                    .containsExactlyInAnyOrder(fields);
        });
    }
}
