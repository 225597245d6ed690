package io.malmoi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.Provenance;
import io.malmoi.datasets.DatasetMeta;
import io.malmoi.datasets.DatasetSide;
import io.malmoi.datasets.TokenBin;
import io.malmoi.datasets.TokenType;
import io.malmoi.datasets.structuring.TemplateException;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobStoppedException;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import io.malmoi.v1.BuildDatasetSpec;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusFormat;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.FilledSample;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.GetTemplateRequest;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListTemplatesRequest;
import io.malmoi.v1.PreviewSamplesRequest;
import io.malmoi.v1.PreviewSamplesResponse;
import io.malmoi.v1.StructureCorpusSpec;
import io.malmoi.v1.Template;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples, from records to datasets with loss masks. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class StructuringTest {
    private static final String RECORDS = IntStream.range(0, 60)
            .mapToObj(i -> "{\"Q\":\"물음 " + i + "?\",\"A\":\"" + (i == 7 ? "" : "답은 " + i * i + ".") + "\"}\n")
            .collect(Collectors.joining());

    @Inject
    DataWorker worker;

    @Inject
    ArtifactStore store;

    @Inject
    GrpcServer server;

    @Inject
    GrpcChannels channels;

    @TempDir
    Path folder;

    private Channel channel;

    @BeforeEach
    void connect() {
        channel = channels.to("127.0.0.1:" + server.port());
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            store.createBucket();
            return true;
        });
    }

    @Test
    void recordsBecomeSamplesAndADatasetWhosePromptsAreNotLearned() throws Throwable {
        records("questions");
        StructureCorpusSpec.Builder spec = spec("questions", "korean-augmentation");
        worker.run(job("structure", spec.setCorpus("corpora/samples")));
        Corpus corpus = corpora()
                .getCorpus(
                        GetCorpusRequest.newBuilder().setName("corpora/samples").build());
        assertThat(corpus.getSource()).isEqualTo("corpora/questions");
        assertThat(corpus.getSourceDocuments()).isEqualTo(60);
        assertThat(corpus.getDocuments()).isEqualTo(59 * 5);
        assertThat(corpus.getStructuring().getTemplate()).isEqualTo("korean-augmentation");
        assertThat(corpus.getStructuring().getSkipped(0).getReason()).isEqualTo("no text in 'A'");
        assertThat(corpus.getStructuring().getSkipped(0).getDocuments()).isEqualTo(5);
        worker.run(job("again", spec.setCorpus("corpora/samples-again")));
        assertThat(store.get("corpora/samples-again").file("corpus.txt").sha256())
                .isEqualTo(corpus.getSha256());

        Tokenizer tokenizer = tokenizer("structured-words");
        worker.run(new TestJob(
                "bins",
                JobSpec.newBuilder()
                        .setBuildDataset(BuildDatasetSpec.newBuilder()
                                .setDataset("datasets/samples")
                                .setCorpus("corpora/samples")
                                .setTokenizer("tokenizers/structured-words"))
                        .build()));
        Path local = store.fetch(store.get("datasets/samples"), folder);
        DatasetMeta meta = DatasetMeta.read(local);
        assertThat(meta.train().learnedTokens()).isLessThan(meta.train().tokens() / 3);
        assertThat(learned(local, meta, tokenizer)).startsWith("답은 ").doesNotContain("물음", "Instruction");
        assertThatThrownBy(() -> worker.run(new TestJob("clean-samples", clean("samples"))))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("corpora/samples is made of samples; clean what it was made of");
    }

    private static String learned(Path folder, DatasetMeta meta, Tokenizer tokenizer) throws IOException {
        try (TokenBin tokens = TokenBin.open(folder.resolve(DatasetSide.TRAIN.tokens()), meta.dtype());
                TokenBin mask = TokenBin.open(folder.resolve(DatasetSide.TRAIN.mask()), TokenType.UINT8)) {
            int[] learned = IntStream.range(0, (int) tokens.size())
                    .filter(i -> mask.get(i) == 1)
                    .map(tokens::get)
                    .toArray();
            return tokenizer.decode(learned, true);
        }
    }

    @Test
    void previewShowsSamplesAndWhatIsToBeLearned() throws Throwable {
        records("shown");
        PreviewSamplesResponse ten = corpora()
                .previewSamples(PreviewSamplesRequest.newBuilder()
                        .setSpec(spec("shown", "korean-augmentation"))
                        .build());
        assertThat(ten.getSamplesCount()).isEqualTo(10);
        FilledSample first = ten.getSamples(0);
        FilledSample.Part answer = first.getParts(first.getPartsCount() - 1);
        assertThat(answer.getText()).isEqualTo("답은 0.");
        assertThat(answer.getLearned()).isTrue();
        assertThat(first.getPartsList().subList(0, first.getPartsCount() - 1)).noneMatch(FilledSample.Part::getLearned);
        PreviewSamplesResponse all = corpora()
                .previewSamples(PreviewSamplesRequest.newBuilder()
                        .setSpec(spec("shown", "korean-augmentation").setCopies(1))
                        .setSamples(100)
                        .build());
        assertThat(all.getSamplesCount()).isEqualTo(59);
        assertThat(all.getSkipped(0).getExamples(0)).contains("물음 7?");
    }

    @Test
    void aTemplateOfOnesOwnIsTakenFromItsFile() throws Throwable {
        Uploads.upload(channel, "prose", "제목 하나\n본문이다. 끝.\n\n제목 둘\n또 본문.\n");
        StructureCorpusSpec.Builder spec = StructureCorpusSpec.newBuilder()
                .setSource("corpora/prose")
                .setCorpus("corpora/titles")
                .setTemplateContent(
                        "{description: 제목을 단다, text: '{{text|line}}\n\n제목: {{learn}}{{text|title}}{{/learn}}'}");
        worker.run(job("titles", spec));
        assertThat(text(store.get("corpora/titles")))
                .isEqualTo("\u001e\u001f제목 하나 본문이다. 끝.\u001c\n제목: \u001f\u001c제목 하나\n"
                        + "\u001e\u001f제목 둘 또 본문.\u001c\n제목: \u001f\u001c제목 둘\n");
    }

    @Test
    void saysWhichFieldOrTemplateThereIsNot() throws Throwable {
        records("wrong");
        assertThatThrownBy(() -> worker.run(job("wrong", spec("wrong", "alpaca").clearColumns())))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(
                        "has the field 'instruction', but the records have no 'instruction'; they have A, Q");
        assertThatThrownBy(() -> worker.run(job("unknown", spec("wrong", "alpacca"))))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("no template 'alpacca'; there are alpaca, chatml");
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> corpora()
                        .previewSamples(PreviewSamplesRequest.newBuilder()
                                .setSpec(spec("wrong", "korean-augmentation").putColumns("question", "F"))
                                .build()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.getStatus().getDescription()).contains("the records have no 'F'; they have A, Q");
        assertThatThrownBy(() -> corpora()
                        .previewSamples(PreviewSamplesRequest.newBuilder()
                                .setSamples(101)
                                .build()))
                .hasMessageContaining("INVALID_ARGUMENT");
        var stopped = new TestJob(
                "stopped",
                JobSpec.newBuilder()
                        .setStructureCorpus(spec("wrong", "korean-augmentation").setCorpus("corpora/stopped"))
                        .build(),
                progress -> true);
        assertThatThrownBy(() -> worker.run(stopped)).isInstanceOf(JobStoppedException.class);
        assertThat(store.find("corpora/stopped")).isEmpty();
    }

    @Test
    void templatesAreListedAndShown() {
        assertThat(corpora()
                        .listTemplates(ListTemplatesRequest.getDefaultInstance())
                        .getTemplatesList())
                .hasSize(10)
                .extracting(Template::getName)
                .contains("alpaca", "llama3", "korean-question");
        Template chat = corpora()
                .getTemplate(GetTemplateRequest.newBuilder().setName("chatml").build());
        assertThat(chat.getSpecialTokensList()).containsExactly("<|im_start|>", "<|im_end|>");
        assertThat(chat.getContent()).startsWith("description: ");
        assertThatThrownBy(() -> corpora()
                        .getTemplate(
                                GetTemplateRequest.newBuilder().setName("chat").build()))
                .hasMessageContaining("NOT_FOUND")
                .hasMessageContaining("there is no template 'chat'; there are alpaca");
    }

    private void records(String id) throws Throwable {
        Uploads upload = Uploads.begin(channel);
        upload.send(CreateCorpusRequest.newBuilder()
                .setCorpusId(id)
                .setFile("records.jsonl")
                .setFormat(CorpusFormat.newBuilder().setRecords(true))
                .setContent(ByteString.copyFromUtf8(RECORDS))
                .build());
        upload.end();
    }

    private static StructureCorpusSpec.Builder spec(String source, String template) {
        return StructureCorpusSpec.newBuilder()
                .setSource("corpora/" + source)
                .setCorpus("corpora/" + source + "-samples")
                .setTemplate(template)
                .putColumns("question", "Q")
                .putColumns("answer", "A");
    }

    private static TestJob job(String id, StructureCorpusSpec.Builder spec) {
        return new TestJob(id, JobSpec.newBuilder().setStructureCorpus(spec).build());
    }

    private static JobSpec clean(String source) {
        return JobSpec.newBuilder()
                .setCleanCorpus(CleanCorpusSpec.newBuilder()
                        .setSource("corpora/" + source)
                        .setCorpus("corpora/" + source + "-clean"))
                .build();
    }

    private Tokenizer tokenizer(String id) throws IOException {
        byte[] text = RECORDS.getBytes(StandardCharsets.UTF_8);
        Tokenizer tokenizer = new BpeTrainer(BpeSettings.ofSize(300))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
        Path files = folder.resolve(id);
        tokenizer.save(files, 0);
        try (ArtifactWriter writer = store.create("tokenizers/" + id, new Provenance("", 0, "test"))) {
            writer.put("tokenizer.json", files.resolve("tokenizer.json"));
            writer.publish(JsonNodeFactory.instance.objectNode(), List.of());
        }
        return tokenizer;
    }

    private CorpusServiceGrpc.CorpusServiceBlockingStub corpora() {
        return CorpusServiceGrpc.newBlockingStub(channel);
    }

    private String text(Manifest manifest) throws IOException {
        try (InputStream stream = store.open(manifest, "corpus.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
