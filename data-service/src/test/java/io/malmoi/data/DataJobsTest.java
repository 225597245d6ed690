package io.malmoi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.rpc.Code;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.malmoi.artifacts.ArtifactNotFoundException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.Provenance;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.datasets.CorpusTooSmallException;
import io.malmoi.datasets.DatasetMeta;
import io.malmoi.datasets.TokenBin;
import io.malmoi.jobs.JobClient;
import io.malmoi.jobs.JobCoordinator;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobStoppedException;
import io.malmoi.jobs.KafkaSettings;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import io.malmoi.v1.BuildDatasetSpec;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleaningStepReport;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusReport;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Dataset;
import io.malmoi.v1.DatasetReport;
import io.malmoi.v1.DatasetServiceGrpc;
import io.malmoi.v1.DeleteDatasetRequest;
import io.malmoi.v1.GetCorpusReportRequest;
import io.malmoi.v1.GetDatasetReportRequest;
import io.malmoi.v1.GetDatasetRequest;
import io.malmoi.v1.HistogramBin;
import io.malmoi.v1.ImportCorpusSpec;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListDatasetsRequest;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of the data service, with a real broker and object store. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class DataJobsTest {
    private static final String DIRTY = "\uFEFF말모이는  사전이다. \n\n\n\n둘째\u200b 글.\n둘째 글.\n";
    private static final String TEXT =
            IntStream.range(0, 42).mapToObj(i -> "글 " + i + "의 첫 줄.\n그리고 둘째 줄.").collect(Collectors.joining("\n\n"));

    @Inject
    DataWorker worker;

    @Inject
    ArtifactStore store;

    @Inject
    KafkaSettings kafka;

    @Inject
    MalmoiConfig config;

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
    void cleansACorpus() throws Throwable {
        Uploads.upload(channel, "dirty", DIRTY);
        assertThat(worker.run(new TestJob("clean", clean("dirty", "clean")))).isEqualTo("corpora/clean");
        Manifest manifest = store.get("corpora/clean");
        Corpus corpus = new Resources<>(store, ResourceName.CORPUS, Corpus.getDefaultInstance()).of(manifest);
        assertThat(text(manifest)).isEqualTo("말모이는 사전이다.\n\n둘째 글.\n");
        assertThat(corpus.getSource()).isEqualTo("corpora/dirty");
        assertThat(corpus.getLines()).isEqualTo(3);
        assertThat(corpus.getSha256()).isEqualTo(manifest.file("corpus.txt").sha256());
        assertThat(corpus.getDocuments()).isEqualTo(2);
        assertThat(corpus.getSourceDocuments()).isEqualTo(2);
        assertThat(corpus.getCleaningList()).hasSize(6);
        assertThat(corpus.getCleaning(0).getStep()).isEqualTo("control-characters");
        assertThat(corpus.getCleaning(0).getChangedDocuments()).isEqualTo(1);
        assertThat(manifest.sources()).containsExactly("corpora/dirty");
    }

    @Test
    void reportsWhatACorpusIsLikeAndWhatCleaningDid() throws Throwable {
        Uploads.upload(channel, "reviews", "참 좋은 영화\n참  좋은 영화\n<b>Bad</b> film\n");
        JobSpec.Builder spec = clean("reviews", "good-reviews").toBuilder();
        spec.getCleanCorpusBuilder()
                .addAllAdditionalSteps(List.of(CleanCorpusSpec.Step.LANGUAGE, CleanCorpusSpec.Step.EXACT_DUPLICATES));
        worker.run(new TestJob("clean-reviews", spec.build()));
        CorpusReport report = report("corpora/good-reviews");
        assertThat(report.getBefore().getDocuments()).isEqualTo(3);
        assertThat(report.getText().getDocuments()).isEqualTo(1);
        assertThat(report.getText().getLanguages(0).getName()).isEqualTo("korean");
        assertThat(report.getText().getLanguages(0).getCount()).isEqualTo(1);
        assertThat(report.getStepsList().stream().filter(step -> step.getDocumentsAfter() < step.getDocumentsBefore()))
                .extracting(step -> step.getStep() + " " + step.getDocumentsBefore() + " " + step.getDocumentsAfter())
                .containsExactly("language 3 2", "exact-duplicates 2 1");
        assertThat(report.getHtml()).isEmpty();
        CorpusReport upload = report("corpora/reviews");
        assertThat(upload.getText()).isEqualTo(report.getBefore());
        assertThat(upload.getText().getSample().getExamplesList()).contains("<b>Bad</b> film");
        assertThat(corpora()
                        .getCorpusReport(GetCorpusReportRequest.newBuilder()
                                .setName("corpora/good-reviews")
                                .setHtml(true)
                                .build())
                        .getHtml())
                .startsWith("<!DOCTYPE html>")
                .contains("corpora/good-reviews", "Made from corpora/reviews", "참 좋은 영화");
        assertThatThrownBy(() -> report("corpora/nowhere")).hasMessageContaining("NOT_FOUND");
    }

    private CorpusReport report(String corpus) {
        return corpora()
                .getCorpusReport(
                        GetCorpusReportRequest.newBuilder().setName(corpus).build());
    }

    private CorpusServiceGrpc.CorpusServiceBlockingStub corpora() {
        return CorpusServiceGrpc.newBlockingStub(channel);
    }

    @Test
    void importsObjectsInTheOrderOfTheirKeysAndNoArtifacts() throws Throwable {
        MalmoiConfig.ObjectStore objects = config.objectStore();
        try (MinioAsyncClient client = MinioAsyncClient.builder()
                .endpoint(objects.endpoint().toString())
                .credentials(objects.accessKey(), objects.secretKey())
                .region(objects.region())
                .build()) {
            put(client, "imports/새 글/b.jsonl", "{\"text\":\"둘\"}\n");
            put(client, "imports/새 글/a.csv", "id,text\n1,하나\n");
            put(client, "imports/새 글/c/", "");
            put(client, "imports/other.txt", "다른 글\n");
        }
        worker.run(new TestJob("import", importing("imports/새 글/", "imported")));
        Manifest manifest = store.get("corpora/imported");
        assertThat(text(manifest)).isEqualTo("\u001e하나\n\u001e둘\n");
        Corpus corpus = new Resources<>(store, ResourceName.CORPUS, Corpus.getDefaultInstance()).of(manifest);
        assertThat(corpus.getImportedFrom()).isEqualTo("s3://" + objects.bucket() + "/imports/새 글/");
        assertThat(report("corpora/imported").getText().getDocuments()).isEqualTo(2);
        assertThatThrownBy(() -> worker.run(new TestJob("import-own", importing("corpora/", "own"))))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("must begin with imports/");
        assertThatThrownBy(() -> worker.run(new TestJob("import-none", importing("imports/none/", "none"))))
                .hasMessageContaining("there are no objects under s3://");
    }

    private void put(MinioAsyncClient client, String key, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        client.putObject(PutObjectArgs.builder()
                        .bucket(config.objectStore().bucket())
                        .object(key)
                        .data(bytes, bytes.length)
                        .build())
                .join();
    }

    private static JobSpec importing(String prefix, String corpus) {
        return JobSpec.newBuilder()
                .setImportCorpus(ImportCorpusSpec.newBuilder().setPrefix(prefix).setCorpus("corpora/" + corpus))
                .build();
    }

    @Test
    void dropsWhatIsNotWanted() throws Throwable {
        Uploads.upload(channel, "evaluation", "시험 문제의 답은 아무도 모르게 두어야 한다");
        Uploads.upload(
                channel,
                "unwanted",
                String.join(
                        "\n",
                        "오늘은 날씨가 참 좋아서 공원에 나가 걸었다. 문의 010.1234.5678",
                        "오늘은 날씨가 참 좋아서 공원에 나가 걸었다. 문의 010-1234-5678",
                        "오늘은 날씨가 참 좋아서 공원에 나가 걸었다! 문의: 010 1234 5678",
                        "Nothing here is Korean.",
                        "들었나? 시험 문제의 답은 아무도 모르게 두어야 한다."));
        JobSpec.Builder spec = clean("unwanted", "wanted").toBuilder();
        spec.getCleanCorpusBuilder()
                .addAllAdditionalSteps(List.of(
                        CleanCorpusSpec.Step.NEAR_DUPLICATES,
                        CleanCorpusSpec.Step.EXACT_DUPLICATES,
                        CleanCorpusSpec.Step.CONTAMINATION,
                        CleanCorpusSpec.Step.LANGUAGE,
                        CleanCorpusSpec.Step.PERSONAL_DATA))
                .getContaminationBuilder()
                .addCorpora("corpora/evaluation")
                .setCharacters(10);
        worker.run(new TestJob("wanted", spec.build()));
        Manifest manifest = store.get("corpora/wanted");
        Corpus corpus = new Resources<>(store, ResourceName.CORPUS, Corpus.getDefaultInstance()).of(manifest);
        assertThat(text(manifest)).isEqualTo("오늘은 날씨가 참 좋아서 공원에 나가 걸었다. 문의 #PhoneNumber#\n");
        assertThat(corpus.getSourceDocuments()).isEqualTo(5);
        assertThat(corpus.getDocuments()).isEqualTo(1);
        assertThat(corpus.getCleaningList())
                .filteredOn(step -> step.getDroppedDocuments() > 0)
                .extracting(CleaningStepReport::getStep)
                .containsExactly("language", "contamination", "exact-duplicates", "near-duplicates");
        assertThat(corpus.getCleaning(7).getRejections(0).getExamples(0)).isEqualTo("Nothing here is Korean.");
        assertNoWorkFiles();
    }

    @Test
    void buildsADatasetThatCarriesItsTokenizer() throws Throwable {
        Uploads.upload(channel, "text", TEXT);
        Tokenizer tokenizer = tokenizer("words");
        var job = new TestJob("build", build("text", "words", "bins"));
        assertThat(worker.run(job)).isEqualTo("datasets/bins");
        Manifest manifest = store.get("datasets/bins");
        assertThat(manifest.files().stream().map(StoredFile::name))
                .contains("train.bin", "val.bin", "meta.json", "tokenizer.json", "tokenizer_config.json");
        Dataset dataset = datasets()
                .getDataset(
                        GetDatasetRequest.newBuilder().setName("datasets/bins").build());
        Path local = store.fetch(manifest, folder);
        DatasetMeta meta = DatasetMeta.read(local);
        assertThat(dataset.getTrainTokens()).isEqualTo(meta.train().tokens());
        assertThat(dataset.getValidationTokens()).isEqualTo(meta.validation().tokens());
        assertThat(dataset.getValidationBytes()).isEqualTo(meta.validation().bytes());
        assertThat(dataset.getUnigramLoss()).isEqualTo(meta.unigramLoss());
        assertThat(dataset.getVocabularySize()).isEqualTo(tokenizer.vocabularySize());
        assertThat(dataset.getDtype()).isEqualTo("uint16");
        assertThat(dataset.getDocuments()).isEqualTo(42);
        assertThat(dataset.getSeed()).isEqualTo(5);
        DatasetReport report = datasets()
                .getDatasetReport(GetDatasetReportRequest.newBuilder()
                        .setName("datasets/bins")
                        .setHtml(true)
                        .build());
        assertThat(report.getTrain().getTokens()).isEqualTo(dataset.getTrainTokens());
        assertThat(report.getVocabularySize()).isEqualTo(dataset.getVocabularySize());
        assertThat(report.getFrequencies(0).getCount())
                .isEqualTo(report.getTopTokens(0).getCount());
        assertThat(report.getTokensPerDocument().getBinsList().stream()
                        .mapToLong(HistogramBin::getCount)
                        .sum())
                .isEqualTo(dataset.getDocuments());
        assertThat(report.getHtml()).contains("datasets/bins", "</svg>");
        assertThat(meta.tokenizer().sha256())
                .isEqualTo(manifest.file("tokenizer.json").sha256())
                .isEqualTo(store.get("tokenizers/words").file("tokenizer.json").sha256());
        try (TokenBin train = TokenBin.open(local.resolve("train.bin"), meta.dtype())) {
            assertThat(train.get(train.size() - 1)).isEqualTo(tokenizer.endOfText());
        }
        assertThat(job.progress).extracting("stage").contains("fetch", "split", "encode", "store");
        assertThat(job.progress).allMatch(progress -> progress.getDone() <= progress.getTotal());
        assertNoWorkFiles();
    }

    @Test
    void aJobThatIsDeliveredAgainIsDoneAlready() throws Throwable {
        Uploads.upload(channel, "again", DIRTY);
        worker.run(new TestJob("again", clean("again", "again-clean")));
        Manifest first = store.get("corpora/again-clean");
        assertThat(worker.run(new TestJob("again", clean("again", "again-clean"))))
                .isEqualTo("corpora/again-clean");
        assertThat(store.get("corpora/again-clean")).isEqualTo(first);
        assertThatThrownBy(() -> worker.run(new TestJob("other", clean("again", "again-clean"))))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("corpora/again-clean is there already")
                .extracting("code")
                .isEqualTo(Code.ALREADY_EXISTS);
    }

    @Test
    void aCancelledJobPublishesNothingAndLeavesNoFiles() throws Throwable {
        Uploads.upload(channel, "stop", TEXT);
        tokenizer("stop-words");
        for (String stage : new String[] {"fetch", "split", "encode", "store"}) {
            var job = new TestJob(
                    "stop",
                    build("stop", "stop-words", "stop"),
                    progress -> progress.getStage().equals(stage));
            assertThatThrownBy(() -> worker.run(job)).isInstanceOf(JobStoppedException.class);
            assertThat(store.find("datasets/stop")).isEmpty();
            assertNoWorkFiles();
        }
        var cleaning = new TestJob("stop-2", clean("stop", "stop-clean"), progress -> true);
        assertThatThrownBy(() -> worker.run(cleaning)).isInstanceOf(JobStoppedException.class);
        assertThat(store.find("corpora/stop-clean")).isEmpty();
    }

    @Test
    void saysWhatIsMissingOrTooSmall() throws Throwable {
        assertThatThrownBy(() -> worker.run(new TestJob("lost", clean("lost", "lost-clean"))))
                .isInstanceOf(ArtifactNotFoundException.class)
                .hasMessageContaining("corpora/lost");
        Uploads.upload(channel, "tiny", "가");
        assertThatThrownBy(() -> worker.run(new TestJob("lost", build("tiny", "lost", "lost"))))
                .isInstanceOf(ArtifactNotFoundException.class)
                .hasMessageContaining("tokenizers/lost");
        tokenizer("tiny-words");
        assertThatThrownBy(() -> worker.run(new TestJob("tiny", build("tiny", "tiny-words", "tiny"))))
                .isInstanceOf(CorpusTooSmallException.class)
                .hasMessageContaining("longer text");
        assertNoWorkFiles();
    }

    @Test
    void listsAndDeletesDatasets() throws Throwable {
        Uploads.upload(channel, "listed", TEXT);
        tokenizer("listed-words");
        worker.run(new TestJob("listed", build("listed", "listed-words", "listed")));
        assertThat(datasets()
                        .listDatasets(ListDatasetsRequest.getDefaultInstance())
                        .getDatasetsList())
                .extracting(Dataset::getName)
                .contains("datasets/listed");
        var delete =
                DeleteDatasetRequest.newBuilder().setName("datasets/listed").build();
        datasets().deleteDataset(delete);
        assertThatThrownBy(() -> datasets().deleteDataset(delete))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("NOT_FOUND")
                .hasMessageContaining("datasets/listed");
    }

    @Test
    void runsJobsFromTheQueueOneAfterTheOther() throws Throwable {
        Uploads.upload(channel, "queued", TEXT);
        tokenizer("queued-words");
        try (var coordinator = new JobCoordinator(kafka);
                var client = new JobClient(kafka, store)) {
            coordinator.start();
            client.start();
            await().atMost(Duration.ofMinutes(2)).until(() -> client.ready() && coordinator.active());
            Job cleaning = client.create(CreateJobRequest.newBuilder()
                    .setSpec(clean("queued", "queued-clean"))
                    .build());
            Job building = client.create(CreateJobRequest.newBuilder()
                    .setSpec(build("queued-clean", "queued-words", "queued"))
                    .addDependsOn(cleaning.getName())
                    .build());
            List<JobEvent> events = new ArrayList<>();
            client.watch(building.getName(), 0, events::add);
            Job done = client.get(building.getName());
            assertThat(done.getState()).as(done.toString()).isEqualTo(Job.State.SUCCEEDED);
            assertThat(done.getResult()).isEqualTo("datasets/queued");
            assertThat(events).anyMatch(event -> event.getProgress().getStage().equals("encode"));
            assertThat(store.get("datasets/queued").madeBy().job()).isEqualTo(building.getName());
        }
    }

    @Test
    void shardsMakeTheSameCorpus() throws Throwable {
        String text = IntStream.range(0, 300)
                .mapToObj(i -> "글  " + i % 40 + "번은 날씨가 참 좋아서 공원에 나가 걸었다는 이야기다")
                .collect(Collectors.joining("\n"));
        Uploads.upload(channel, "sharded", text);
        JobSpec.Builder spec = clean("sharded", "of-one").toBuilder();
        spec.getCleanCorpusBuilder()
                .addAdditionalSteps(CleanCorpusSpec.Step.EXACT_DUPLICATES)
                .addAdditionalSteps(CleanCorpusSpec.Step.QUALITY);
        worker.run(new TestJob("of-one", spec.build()));
        spec.getCleanCorpusBuilder().setCorpus("corpora/of-shards").setShards(5);
        try (var coordinator = new JobCoordinator(kafka);
                var client = new JobClient(kafka, store)) {
            coordinator.start();
            client.start();
            await().atMost(Duration.ofMinutes(2)).until(() -> client.ready() && coordinator.active());
            Job job = client.create(CreateJobRequest.newBuilder().setSpec(spec).build());
            client.watch(job.getName(), 0, event -> true);
            assertThat(client.get(job.getName()).getState()).isEqualTo(Job.State.SUCCEEDED);
        }
        assertThat(text(store.get("corpora/of-shards")))
                .isEqualTo(text(store.get("corpora/of-one")))
                .hasLineCount(40);
        assertThat(report("corpora/of-shards")).isEqualTo(report("corpora/of-one"));
        assertThat(store.list("shards", 10, "").manifests())
                .as("what was made for the corpus alone is removed")
                .isEmpty();
        assertNoWorkFiles();
    }

    private static JobSpec clean(String source, String corpus) {
        return JobSpec.newBuilder()
                .setCleanCorpus(CleanCorpusSpec.newBuilder()
                        .setSource("corpora/" + source)
                        .setCorpus("corpora/" + corpus))
                .build();
    }

    private static JobSpec build(String corpus, String tokenizer, String dataset) {
        return JobSpec.newBuilder()
                .setBuildDataset(BuildDatasetSpec.newBuilder()
                        .setMinimumDocumentCharacters(0)
                        .setCorpus("corpora/" + corpus)
                        .setTokenizer("tokenizers/" + tokenizer)
                        .setDataset("datasets/" + dataset)
                        .setValidationShare(0.1)
                        .setSeed(5))
                .build();
    }

    private Tokenizer tokenizer(String id) throws IOException {
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        Tokenizer tokenizer = new BpeTrainer(BpeSettings.ofSize(300))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
        Path files = folder.resolve(id);
        tokenizer.save(files, 0);
        try (ArtifactWriter writer = store.create("tokenizers/" + id, new Provenance("", 0, "test"));
                Stream<Path> content = Files.list(files)) {
            content.forEach(file -> writer.put(file.getFileName().toString(), file));
            writer.publish(JsonNodeFactory.instance.objectNode(), List.of());
        }
        return tokenizer;
    }

    private DatasetServiceGrpc.DatasetServiceBlockingStub datasets() {
        return DatasetServiceGrpc.newBlockingStub(channel);
    }

    private String text(Manifest manifest) throws IOException {
        try (InputStream content = store.open(manifest, "corpus.txt")) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertNoWorkFiles() throws IOException {
        try (Stream<Path> content = Files.list(config.cacheDirectory().resolve("work"))) {
            assertThat(content.filter(Files::isDirectory)).isEmpty();
        }
    }
}
