package io.malmoi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.jobs.JobStoppedException;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusFormat;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.CreateUploadRequest;
import io.malmoi.v1.DeleteUploadRequest;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.GetUploadRequest;
import io.malmoi.v1.ImportCorpusSpec;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Progress;
import io.malmoi.v1.Upload;
import io.malmoi.v1.UploadFile;
import io.malmoi.v1.WriteUploadRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads that are taken up again, over a real socket and object store. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ResumableUploadTest {
    private static final byte[] TEXT = "말모이는 사전이다.\n".repeat(800_000).getBytes(StandardCharsets.UTF_8);
    private static final byte[] LINES = "{\"text\":\"하나\"}\n{\"text\":\"둘\"}\n".getBytes(StandardCharsets.UTF_8);

    @Inject
    GrpcServer server;

    @Inject
    GrpcChannels channels;

    @Inject
    ArtifactStore store;

    @Inject
    DataWorker worker;

    private CorpusServiceGrpc.CorpusServiceBlockingStub corpora;
    private CorpusServiceGrpc.CorpusServiceBlockingV2Stub streams;

    @BeforeEach
    void connect() {
        var channel = channels.to("127.0.0.1:" + server.port());
        corpora = CorpusServiceGrpc.newBlockingStub(channel);
        streams = CorpusServiceGrpc.newBlockingV2Stub(channel);
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            store.createBucket();
            return true;
        });
    }

    @Test
    void goesOnBehindTheLastPartThatIsKept() throws Exception {
        Upload upload = create("taken-up", file("a.txt", TEXT.length), file("b.txt", LINES.length));
        assertThat(upload.getBytes()).isEqualTo(TEXT.length + LINES.length);
        BlockingClientCall<WriteUploadRequest, Upload> broken = begin("taken-up", 0);
        send(broken, TEXT, 0, 10_000_000);
        await().atMost(Duration.ofMinutes(1)).until(() -> committed("taken-up") == UnfinishedUploads.PART_BYTES);
        broken.cancel("gone", null);
        assertThat(create("taken-up", file("a.txt", TEXT.length), file("b.txt", LINES.length))
                        .getCommittedBytes())
                .isEqualTo(UnfinishedUploads.PART_BYTES);
        assertThatThrownBy(() -> corpus("taken-up", "taken-up")).hasMessageContaining("write the others first");
        BlockingClientCall<WriteUploadRequest, Upload> rest = begin("taken-up", UnfinishedUploads.PART_BYTES);
        send(rest, TEXT, UnfinishedUploads.PART_BYTES, TEXT.length);
        send(rest, LINES, 0, LINES.length);
        rest.halfClose();
        assertThat(rest.read().getCommittedBytes()).isEqualTo(upload.getBytes());
        var stopped = new TestJob("taken-up", spec("taken-up", "taken-up", ""), progress -> progress.getDone() > 0);
        assertThatThrownBy(() -> worker.run(stopped)).isInstanceOf(JobStoppedException.class);
        var job = new TestJob("taken-up", spec("taken-up", "taken-up", ""));
        Corpus corpus = corpus("taken-up", job);
        assertThat(job.progress).extracting(Progress::getDone).contains(0L, (long) UnfinishedUploads.PART_BYTES);
        assertThat(job.progress).extracting(Progress::getTotal).containsOnly(upload.getBytes());
        assertThat(corpus.getBytes()).isEqualTo(upload.getBytes());
        try (var text = store.open(store.get("corpora/taken-up"), "corpus.txt")) {
            byte[] stored = text.readAllBytes();
            assertThat(Arrays.copyOf(stored, TEXT.length)).isEqualTo(TEXT);
            assertThat(Arrays.copyOfRange(stored, TEXT.length, stored.length)).isEqualTo(LINES);
        }
        assertStatus(() -> get("taken-up"), Status.Code.NOT_FOUND, "uploads/taken-up");
    }

    @Test
    void aFaultInTheFilesKeepsThemForAnotherTry() throws Exception {
        uploadLines("taken-up-again");
        assertThatThrownBy(() -> corpus("taken-up-again", "taken-up-again", "document"))
                .hasMessageContaining("no field 'document'");
        assertThat(corpus("taken-up-again", "taken-up-again", "text").getDocuments())
                .isEqualTo(2);
    }

    @Test
    void becomesACorpusWithoutAJobToo() throws Exception {
        uploadLines("direct");
        BlockingClientCall<CreateCorpusRequest, Corpus> creation = streams.createCorpus();
        creation.write(CreateCorpusRequest.newBuilder()
                .setCorpusId("direct")
                .setUpload("uploads/direct")
                .build());
        creation.halfClose();
        assertThat(creation.read().getDocuments()).isEqualTo(2);
        assertStatus(() -> get("direct"), Status.Code.NOT_FOUND, "uploads/direct");
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        create("refused", file("a.txt", 100));
        assertThatThrownBy(() -> create("refused", file("a.txt", 101)))
                .hasMessageContaining("ALREADY_EXISTS")
                .hasMessageContaining("with other files");
        assertThatThrownBy(() -> create("none")).hasMessageContaining("files: is 0; it must be from 1 to 10,000");
        assertThatThrownBy(() -> create("Wrong", file("a", 1))).hasMessageContaining("upload_id");
        assertThatThrownBy(() -> create("large", file("a", Long.MAX_VALUE), file("b", Long.MAX_VALUE)))
                .hasMessageContaining("malmoi.uploads.max-bytes");
        assertFails(begin("refused", 5), Status.Code.FAILED_PRECONDITION, "offset is 5, but");
        BlockingClientCall<WriteUploadRequest, Upload> beyond = begin("refused", 0);
        send(beyond, new byte[101], 0, 101);
        assertFails(beyond, Status.Code.INVALID_ARGUMENT, "goes beyond the 100 bytes");
        assertFails(begin("nowhere", 0), Status.Code.NOT_FOUND, "uploads/nowhere");
        corpora.deleteUpload(
                DeleteUploadRequest.newBuilder().setName("uploads/refused").build());
        assertStatus(() -> get("refused"), Status.Code.NOT_FOUND, "uploads/refused");
    }

    @Test
    void whatIsNotFinishedInTimeIsRemovedWhenAnotherBegins() {
        String old = "{\"files\":[{\"name\":\"a\",\"size\":\"9\"}],\"createTime\":\"2020-01-01T00:00:00Z\"}";
        store.claim("uploads/old/upload.json", old.getBytes(StandardCharsets.UTF_8));
        store.claim("uploads/old/parts/0000000000000000000", new byte[9]);
        assertStatus(() -> get("old"), Status.Code.NOT_FOUND, "expired");
        create("young", file("a.txt", 9));
        assertThat(store.ids("uploads")).contains("young").doesNotContain("old");
        assertThat(store.claimed("uploads/old")).isEmpty();
    }

    @Test
    void noMoreUploadsBeginThanMayBeUnfinished() {
        create("first", file("a.txt", 9));
        var uploads = new UnfinishedUploads(store, new Limits(1 << 20, 1, Duration.ofHours(1)));
        CreateUploadRequest.Builder request = CreateUploadRequest.newBuilder().addFiles(file("a.txt", 9));
        assertThatThrownBy(() -> uploads.create(request.setUploadId("second").build()))
                .hasMessageContaining("malmoi.uploads.max-unfinished");
        assertThat(uploads.create(request.setUploadId("first").build()).getBytes())
                .isEqualTo(9);
        assertThatThrownBy(() -> new UnfinishedUploads(store, new Limits(0, 1, Duration.ofHours(1))))
                .hasMessageContaining("max-bytes must be 1 or more");
    }

    private record Limits(long maxBytes, int maxUnfinished, Duration expiry) implements UploadsConfig {}

    @Test
    void oneOfTwoWritersIsToldToGoOnFromWhatIsKept() throws Exception {
        create("raced", file("a.txt", 3));
        BlockingClientCall<WriteUploadRequest, Upload> one = begin("raced", 0);
        BlockingClientCall<WriteUploadRequest, Upload> other = begin("raced", 0);
        send(one, "말".getBytes(StandardCharsets.UTF_8), 0, 2);
        send(other, "말".getBytes(StandardCharsets.UTF_8), 0, 2);
        send(one, "말".getBytes(StandardCharsets.UTF_8), 2, 3);
        one.halfClose();
        assertThat(one.read().getCommittedBytes()).isEqualTo(3);
        assertThatThrownBy(() -> {
                    send(other, "말".getBytes(StandardCharsets.UTF_8), 2, 3);
                    other.halfClose();
                    other.read();
                })
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("raced");
        assertThat(committed("raced")).isEqualTo(3);
    }

    private static void assertFails(
            BlockingClientCall<WriteUploadRequest, Upload> call, Status.Code code, String message) {
        call.halfClose();
        assertThatThrownBy(call::read).isInstanceOfSatisfying(StatusException.class, e -> {
            assertThat(code == e.getStatus().getCode()).as(e.toString()).isTrue();
            assertThat(e.getStatus().getDescription()).contains(message);
        });
    }

    private static void assertStatus(Runnable call, Status.Code code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private Upload create(String id, UploadFile... files) {
        return corpora.createUpload(CreateUploadRequest.newBuilder()
                .setUploadId(id)
                .addAllFiles(Arrays.asList(files))
                .build());
    }

    private Upload get(String id) {
        return corpora.getUpload(
                GetUploadRequest.newBuilder().setName("uploads/" + id).build());
    }

    private long committed(String id) {
        return get(id).getCommittedBytes();
    }

    private static UploadFile file(String name, long size) {
        return UploadFile.newBuilder().setName(name).setSize(size).build();
    }

    private void uploadLines(String id) throws Exception {
        create(id, file("a.jsonl", LINES.length));
        BlockingClientCall<WriteUploadRequest, Upload> call = begin(id, 0);
        send(call, LINES, 0, LINES.length);
        call.halfClose();
        call.read();
    }

    private BlockingClientCall<WriteUploadRequest, Upload> begin(String id, long offset) throws Exception {
        BlockingClientCall<WriteUploadRequest, Upload> call = streams.writeUpload();
        call.write(WriteUploadRequest.newBuilder()
                .setName("uploads/" + id)
                .setOffset(offset)
                .build());
        return call;
    }

    private static void send(BlockingClientCall<WriteUploadRequest, Upload> call, byte[] content, int from, int to)
            throws Exception {
        for (int at = from; at < to; at += 1 << 20) {
            ByteString piece = UnsafeByteOperations.unsafeWrap(content, at, Math.min(to - at, 1 << 20));
            call.write(WriteUploadRequest.newBuilder().setContent(piece).build());
        }
    }

    private Corpus corpus(String id, String upload) throws IOException {
        return corpus(id, upload, "");
    }

    /** Made by a job. */
    private Corpus corpus(String id, String upload, String column) throws IOException {
        return corpus(upload, new TestJob(id, spec(id, upload, column)));
    }

    private Corpus corpus(String upload, TestJob job) throws IOException {
        String name = worker.run(job);
        Corpus corpus =
                corpora.getCorpus(GetCorpusRequest.newBuilder().setName(name).build());
        assertThat(corpus.getImportedFrom()).isEqualTo("uploads/" + upload);
        return corpus;
    }

    private static JobSpec spec(String id, String upload, String column) {
        return JobSpec.newBuilder()
                .setImportCorpus(ImportCorpusSpec.newBuilder()
                        .setCorpus("corpora/" + id)
                        .setUpload("uploads/" + upload)
                        .setFormat(CorpusFormat.newBuilder().setColumn(column)))
                .build();
    }
}
