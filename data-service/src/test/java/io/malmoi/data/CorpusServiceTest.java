package io.malmoi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusFormat;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.DeleteCorpusRequest;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.ListCorporaRequest;
import io.malmoi.v1.ListCorporaResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CorpusService over a real socket, broker and object store. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class CorpusServiceTest {
    private static final String TEXT = "말모이 👨‍👩‍👧\n최초의 국어사전\n";

    @Inject
    GrpcServer server;

    @Inject
    GrpcChannels channels;

    @Inject
    ArtifactStore store;

    @Inject
    MalmoiConfig config;

    private Channel channel;
    private CorpusServiceGrpc.CorpusServiceBlockingStub corpora;

    @BeforeEach
    void connect() {
        channel = channels.to("127.0.0.1:" + server.port());
        corpora = CorpusServiceGrpc.newBlockingStub(channel);
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            store.createBucket();
            return true;
        });
    }

    @AfterEach
    void startStore() {
        Backends.embedded().startObjectStore();
    }

    @Test
    void takesFilesOfManyFormatsAsOneCorpus() throws Throwable {
        Uploads upload = Uploads.begin(channel);
        upload.send(CreateCorpusRequest.newBuilder()
                .setCorpusId("files")
                .setFormat(CorpusFormat.newBuilder().setSkipMalformed(true).setEncoding(CorpusFormat.Encoding.DETECT))
                .build());
        upload.send(file("a.jsonl", "{\"text\":\"하나\"}\n{\"te"));
        upload.send("", "xt\":\"둘\"}\n{\"text\"\n{\"text\":\" \"}".getBytes(StandardCharsets.UTF_8));
        upload.send(CreateCorpusRequest.newBuilder()
                .setFile("b.csv")
                .setContent(ByteString.copyFrom("id,text\n1,셋".getBytes("x-windows-949")))
                .build());
        upload.send(file("empty.txt", ""));
        upload.send(file("c.txt", "넷\n\n이어서"));
        Corpus corpus = upload.end();
        assertThat(corpus.getDocuments()).isEqualTo(4);
        assertThat(corpus.getReading().getEmptyRecords()).isEqualTo(1);
        assertThat(corpus.getReading().getMalformedRecords()).isEqualTo(1);
        assertThat(corpus.getReading().getMalformedExamples(0)).startsWith("a.jsonl, line 3, byte offset 40");
        try (InputStream stored = store.open(store.get("corpora/files"), "corpus.txt")) {
            assertThat(new String(stored.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("\u001e하나\n\u001e둘\n\u001e셋\n\u001e넷\n\n이어서");
        }
    }

    @Test
    void namesTheColumnsThatExist() {
        assertThatThrownBy(() -> {
                    Uploads upload = Uploads.begin(channel);
                    upload.send(CreateCorpusRequest.newBuilder()
                            .setCorpusId("table")
                            .setFormat(CorpusFormat.newBuilder().setColumn("review"))
                            .build());
                    upload.send(file("a.tsv", "id\tdocument\n1\t글\n"));
                    upload.end();
                })
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("a.tsv, line 1: there is no column 'review'; the columns are id, document");
        assertThat(store.find("corpora/table")).isEmpty();
    }

    private static CreateCorpusRequest file(String name, String content) {
        return CreateCorpusRequest.newBuilder()
                .setFile(name)
                .setContent(ByteString.copyFromUtf8(content))
                .build();
    }

    @Test
    void keepsAnUploadByteForByteWhereverItIsCut() throws Throwable {
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        Corpus corpus = Uploads.upload(channel, "cut", text, 1);
        assertThat(corpus.getName()).isEqualTo("corpora/cut");
        assertThat(corpus.getBytes()).isEqualTo(text.length);
        assertThat(corpus.getCharacters()).isEqualTo(TEXT.codePointCount(0, TEXT.length()));
        assertThat(corpus.getLines()).isEqualTo(2);
        assertThat(corpus.getSha256())
                .isEqualTo(store.get("corpora/cut").file("corpus.txt").sha256());
        assertThat(corpus.getSource()).isEmpty();
        assertThat(corpus.hasCreateTime()).isTrue();
        assertThat(get("corpora/cut")).isEqualTo(corpus);
        try (InputStream stored = store.open(store.get("corpora/cut"), "corpus.txt")) {
            assertThat(stored.readAllBytes()).isEqualTo(text);
        }
    }

    @Test
    void takesTextsOfManyParts() throws Throwable {
        byte[] text = "가나다라마바사 아자차카타파하\n".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        Corpus corpus = Uploads.upload(channel, "large", text, 1 << 20);
        assertThat(corpus.getLines()).isEqualTo(1_000_000);
        assertThat(corpus.getBytes()).isEqualTo(text.length);
    }

    @Test
    void theSameTextAgainIsSuccessAndAnotherIsNot() throws Throwable {
        Corpus first = Uploads.upload(channel, "twice", TEXT);
        assertThat(Uploads.upload(channel, "twice", TEXT)).isEqualTo(first);
        assertFails(Status.Code.ALREADY_EXISTS, "corpora/twice", () -> Uploads.upload(channel, "twice", TEXT + "!"));
        assertThat(get("corpora/twice")).isEqualTo(first);
    }

    @Test
    void namesTheOffsetOfWhatIsNotUtf8() {
        var text = new ByteArrayOutputStream();
        text.writeBytes("가나다\n".getBytes(StandardCharsets.UTF_8));
        text.writeBytes(new byte[] {(byte) 0xb0, (byte) 0xa1});
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "byte offset 10, in line 2",
                () -> Uploads.upload(channel, "euckr", text.toByteArray(), 3));
        assertIsNotThere("euckr");
    }

    @Test
    void refusesATextCutOffInsideASyllable() {
        byte[] text = "가나".getBytes(StandardCharsets.UTF_8);
        assertFails(Status.Code.INVALID_ARGUMENT, "byte offset 3", () -> {
            Uploads upload = Uploads.begin(channel);
            upload.send("half", Arrays.copyOf(text, 5));
            upload.end();
        });
        assertIsNotThere("half");
    }

    @Test
    void refusesTextsWithNothingToRead() {
        assertFails(Status.Code.INVALID_ARGUMENT, "the text is empty", () -> Uploads.upload(channel, "empty", ""));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "nothing but white space",
                () -> Uploads.upload(channel, "blank", "\n \t\n\uFEFF"));
        assertIsNotThere("empty");
        assertIsNotThere("blank");
    }

    @Test
    void refusesALineOfTooManyBytes() {
        byte[] text = ("a\n" + "나".repeat(6_000_000)).getBytes(StandardCharsets.UTF_8);
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "line 2 is longer than 16,777,216 bytes",
                () -> Uploads.upload(channel, "line", text, 1 << 20));
        assertIsNotThere("line");
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() {
        byte[] piece = "가나다라마바사\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        Uploads upload = Uploads.begin(channel);
        upload.send("gone", piece);
        for (int i = 0; i < 40; i++) {
            await().atMost(Duration.ofMinutes(1)).until(upload::isReady);
            upload.send("", piece);
        }
        upload.breakOff();
        assertThatThrownBy(upload::answer).isInstanceOf(StatusRuntimeException.class);
        Path folder = Backends.embedded()
                .objects()
                .resolve(config.objectStore().bucket())
                .resolve("corpora/gone");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(files(folder)).isZero());
        assertIsNotThere("gone");
    }

    @Test
    void namesTheFieldThatIsWrong() {
        for (String id : new String[] {"", "Corpus", "-a", "a/b", "x".repeat(64)}) {
            assertThatThrownBy(() -> Uploads.upload(channel, id, TEXT)).satisfies(failure -> {
                com.google.rpc.Status status = StatusProto.fromThrowable(failure);
                assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
                assertThat(status.getDetails(0)
                                .unpack(BadRequest.class)
                                .getFieldViolations(0)
                                .getField())
                        .isEqualTo("corpus_id");
            });
        }
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "corpus_id",
                () -> Uploads.begin(channel).end());
        assertFails(Status.Code.INVALID_ARGUMENT, "first message", () -> {
            Uploads upload = Uploads.begin(channel);
            upload.send("one", new byte[] {'a'});
            upload.send("two", new byte[] {'b'});
            upload.end();
        });
    }

    @Test
    void unknownCorporaAreNotFound() {
        assertFails(Status.Code.NOT_FOUND, "corpora/unknown", () -> get("corpora/unknown"));
        assertFails(
                Status.Code.NOT_FOUND,
                "corpora/unknown",
                () -> corpora.deleteCorpus(DeleteCorpusRequest.newBuilder()
                        .setName("corpora/unknown")
                        .build()));
        assertFails(Status.Code.INVALID_ARGUMENT, "name", () -> get("tokenizers/x"));
    }

    @Test
    void listsInPagesAndDeletes() throws Throwable {
        Uploads.upload(channel, "page-1", TEXT);
        Uploads.upload(channel, "page-2", TEXT);
        ListCorporaResponse page = corpora.listCorpora(
                ListCorporaRequest.newBuilder().setPageSize(1).build());
        assertThat(page.getCorporaCount()).isEqualTo(1);
        assertThat(page.getNextPageToken()).isNotEmpty();
        assertThat(all().map(Corpus::getName)).contains("corpora/page-1", "corpora/page-2");
        corpora.deleteCorpus(
                DeleteCorpusRequest.newBuilder().setName("corpora/page-1").build());
        assertThat(all().map(Corpus::getName)).contains("corpora/page-2").doesNotContain("corpora/page-1");
        Uploads.upload(channel, "page-1", TEXT + TEXT);
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "page_size",
                () -> corpora.listCorpora(
                        ListCorporaRequest.newBuilder().setPageSize(-1).build()));
    }

    @Test
    void saysWhichObjectStoreDoesNotAnswer() {
        Backends.embedded().stopObjectStore();
        assertFails(
                Status.Code.UNAVAILABLE,
                config.objectStore().endpoint().toString(),
                () -> Uploads.upload(channel, "away", TEXT));
    }

    private Stream<Corpus> all() {
        return corpora
                .listCorpora(ListCorporaRequest.newBuilder().setPageSize(1_000).build())
                .getCorporaList()
                .stream();
    }

    private Corpus get(String name) {
        return corpora.getCorpus(GetCorpusRequest.newBuilder().setName(name).build());
    }

    private void assertIsNotThere(String id) {
        assertFails(Status.Code.NOT_FOUND, id, () -> get("corpora/" + id));
    }

    private static long files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            return content.filter(Files::isRegularFile).count();
        }
    }

    private static void assertFails(Status.Code code, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(StatusRuntimeException.class).satisfies(failure -> {
            Status status = Status.fromThrowable(failure);
            assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
            assertThat(status.getDescription()).contains(message);
        });
    }
}
