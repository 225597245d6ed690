package io.malmoi.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactNotFoundException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.ObjectStoreSettings;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.jobs.JobStoppedException;
import io.malmoi.models.MatrixKernel;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.Architecture.Family;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Model;
import io.malmoi.v1.TrainModelSpec;
import io.malmoi.v1.TrainModelSpec.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training jobs against a real object store. */
class TrainModelHandlerTest {
    private static final String DATASET = "datasets/tiny";
    private static final String UNDISTURBED = "models/undisturbed";
    private static final int STEPS = 24;

    @RegisterExtension
    static final Backends BACKENDS = Backends.embedded();

    @TempDir
    static Path folder;

    private static String bucket;
    private static ArtifactStore store;
    private static TrainModelHandler handler;
    private static RecordedJob undisturbed;

    @BeforeAll
    static void trainUndisturbed() throws Exception {
        bucket = BACKENDS.newBucket();
        store = new ArtifactStore(new ObjectStoreSettings(
                BACKENDS.endpoint(), BACKENDS.accessKey(), BACKENDS.secretKey(), bucket, BACKENDS.region()));
        store.createBucket();
        TinyDataset.publish(store, DATASET, 400, folder.resolve("dataset"));
        handler = new TrainModelHandler(store, folder.resolve("cache"));
        undisturbed = new RecordedJob("jobs/undisturbed", 1, spec(UNDISTURBED));
        assertThat(handler.run(undisturbed)).isEqualTo(UNDISTURBED);
    }

    @AfterAll
    static void closeStore() {
        store.close();
    }

    @Test
    void publishesAModelThatHasLearned() {
        Model model = model(UNDISTURBED);
        assertThat(model.getStep()).isEqualTo(STEPS);
        assertThat(model.getTokens()).isEqualTo(STEPS * 8L * 32);
        assertThat(model.getTokenizer()).isEqualTo(TinyDataset.TOKENIZER);
        assertThat(model.getTokenizerSha256())
                .isEqualTo(store.get(UNDISTURBED).file("tokenizer.json").sha256());
        assertThat(model.getJob()).isEqualTo("jobs/undisturbed");
        assertThat(model.getValidationLoss()).isLessThan(model.getUnigramLoss());
        assertThat(model.getBitsPerByte()).isPositive();
        assertThat(names(store.get(UNDISTURBED)))
                .contains("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")
                .doesNotContain("optimizer.safetensors");
    }

    @Test
    void tellsLossesThatEndAsTheModelSays() {
        Model model = model(UNDISTURBED);
        List<Double> losses = undisturbed.values("train_loss");
        assertThat(losses.get(losses.size() - 1))
                .isEqualTo(model.getTrainLoss())
                .isLessThan(losses.get(0) - 1);
        List<Double> validation = undisturbed.values("validation_loss");
        assertThat(validation).hasSize(4);
        assertThat(validation.get(3)).isEqualTo(model.getValidationLoss()).isLessThan(validation.get(0));
        assertThat(undisturbed.values("tokens_per_second")).allMatch(speed -> speed > 0);
    }

    @Test
    void tellsSamplesAndKeepsTheBestCheckpoint() {
        assertThat(undisturbed.samples)
                .extracting(RecordedJob.Sample::prompt)
                .hasSize(8)
                .startsWith("고양이는", "아이는 집에서");
        assertThat(undisturbed.samples.get(7).text()).isNotBlank();
        assertThat(undisturbed.checkpoints).contains(UNDISTURBED + "/checkpoints/step-12");
        assertThat(checkpoints(UNDISTURBED)).containsExactly(UNDISTURBED + "/checkpoints/best");
    }

    @Test
    void aResumedRunEndsAsAnUndisturbedOne() throws Exception {
        stop(new RecordedJob("jobs/resumed", 1, spec("models/resumed"), job -> job.step() >= 3));
        assertThat(checkpoints("models/resumed")).isEmpty();
        stop(new RecordedJob(
                "jobs/resumed", 2, spec("models/resumed"), published("models/resumed/checkpoints/step-12")));
        RecordedJob last = new RecordedJob("jobs/resumed", 3, spec("models/resumed"));
        handler.run(last);
        assertThat(last.progress.get(0).getDone()).isEqualTo(12);
        assertSameAsUndisturbed("models/resumed");
    }

    @Test
    void aDamagedCheckpointIsLeftOutForTheOneBeforeIt() throws Exception {
        stop(new RecordedJob(
                "jobs/damaged", 1, spec("models/damaged"), published("models/damaged/checkpoints/step-18")));
        assertThat(checkpoints("models/damaged"))
                .containsExactly(
                        "models/damaged/checkpoints/best",
                        "models/damaged/checkpoints/step-12",
                        "models/damaged/checkpoints/step-18");
        assertThat(store.find("models/damaged")).isEmpty();
        damage("models/damaged/checkpoints/step-18", "optimizer.safetensors");

        RecordedJob job = new RecordedJob("jobs/damaged", 2, spec("models/damaged"));
        handler.run(job);
        assertThat(job.progress.get(0).getDone()).isEqualTo(12);
        assertSameAsUndisturbed("models/damaged");
    }

    /** Divergence, brought about by a weight of the newest checkpoint that is not a number. */
    @Test
    void aLossThatIsNotANumberStopsTheRunAndKeepsItsCheckpoints() throws Exception {
        String newest = "models/diverged/checkpoints/step-12";
        stop(new RecordedJob("jobs/diverged", 1, spec("models/diverged"), published(newest)));
        Manifest whole = store.get(newest);
        Path files = store.fetch(whole, folder.resolve("diverged"));
        Path poisoned = Files.createDirectories(folder.resolve("poisoned"));
        for (StoredFile file : whole.files()) {
            Files.copy(files.resolve(file.name()), poisoned.resolve(file.name()));
        }
        byte[] weights = Files.readAllBytes(poisoned.resolve("model.safetensors"));
        Arrays.fill(weights, weights.length - 256, weights.length, (byte) 0xff);
        Files.write(poisoned.resolve("model.safetensors"), weights);
        store.delete(newest);
        try (ArtifactWriter writer = store.create(newest, whole.madeBy())) {
            for (StoredFile file : whole.files()) {
                writer.put(file.name(), poisoned.resolve(file.name()));
            }
            writer.publish(whole.resource(), List.of(DATASET));
        }

        assertThatThrownBy(() -> handler.run(new RecordedJob("jobs/diverged", 2, spec("models/diverged"))))
                .asInstanceOf(InstanceOfAssertFactories.type(JobException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT))
                .extracting(Throwable::getMessage)
                .asString()
                .contains("step 13 has loss NaN", "lower learning_rate or set gradient_clip_norm");
        assertThat(checkpoints("models/diverged")).contains("models/diverged/checkpoints/step-6", newest);
        assertThat(store.find("models/diverged")).isEmpty();
    }

    @Test
    void aJobThatIsDoneIsNotDoneAgain() throws Exception {
        RecordedJob again = new RecordedJob("jobs/undisturbed", 2, spec(UNDISTURBED));
        assertThat(handler.run(again)).isEqualTo(UNDISTURBED);
        assertThat(again.measurements).isEmpty();
    }

    @Test
    void aModelOfAnotherJobIsNotTouched() {
        assertThatThrownBy(() -> handler.run(new RecordedJob("jobs/second", 1, spec(UNDISTURBED))))
                .asInstanceOf(InstanceOfAssertFactories.type(JobException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.ALREADY_EXISTS))
                .extracting(Throwable::getMessage)
                .asString()
                .contains("jobs/undisturbed", UNDISTURBED);
    }

    @Test
    void aDurationBecomesANumberOfStepsOnce() throws Exception {
        TrainModelSpec spec = spec("models/timed").toBuilder()
                .clearSteps()
                .clearEvaluationInterval()
                .clearCheckpointInterval()
                .clearSampleInterval()
                .clearPrecision()
                .setDuration(Durations.fromMillis(1_500))
                .build();
        RecordedJob first = new RecordedJob("jobs/timed", 1, spec, job -> job.step() >= 1);
        stop(first);
        RecordedJob second = new RecordedJob("jobs/timed", 2, spec);
        handler.run(second);
        long planned = first.progress.get(first.progress.size() - 1).getTotal();
        assertThat(planned).isPositive();
        assertThat(model("models/timed").getStep()).isEqualTo(planned);
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"LLAMA", "QWEN2", "QWEN3"})
    void trainsOtherFamilies(Family family) throws Exception {
        String name = "models/" + family.name().toLowerCase(Locale.ROOT);
        TrainModelSpec.Builder spec = spec(name).toBuilder();
        spec.getArchitectureBuilder()
                .clear()
                .setFamily(family)
                .setLayers(2)
                .setHeads(4)
                .setKeyValueHeads(2)
                .setWidth(32)
                .setBlockSize(32)
                .setTiedHead(false);
        handler.run(new RecordedJob("jobs/" + family.name().toLowerCase(Locale.ROOT), 1, complete(spec)));
        Model model = model(name);
        assertThat(model.getArchitecture().getFamily()).isEqualTo(family);
        assertThat(model.getValidationLoss()).isLessThan(model.getUnigramLoss());
        ModelConfig config = ModelConfig.read(store.fetch(store.get(name), folder.resolve("families")));
        assertThat(config.architecture()).isEqualTo(family.name().toLowerCase(Locale.ROOT));
        assertThat(config.keyValueHeads()).isEqualTo(2);
        assertThat(config.tiedHead()).isFalse();
        assertThat(config.parameters()).isEqualTo(model.getParameters());
    }

    /** Whatever this process would choose: libraries round differently. */
    @Test
    void aLaterAttemptMultipliesAsTheFirstDid() throws Exception {
        String plan = new String(store.read("jobs/undisturbed/plan").orElseThrow(), StandardCharsets.UTF_8);
        MatrixKernel chosen = plan.contains("ONEDNN") ? MatrixKernel.ONEDNN : MatrixKernel.BLAS;
        MatrixKernel other = chosen == MatrixKernel.ONEDNN ? MatrixKernel.BLAS : MatrixKernel.ONEDNN;
        assertThat(plan).contains(chosen.name());
        store.claim(
                "jobs/other-kernel/plan",
                plan.replace(chosen.name(), other.name()).getBytes(StandardCharsets.UTF_8));

        String checkpoint = "models/other-kernel/checkpoints/step-6";
        stop(new RecordedJob("jobs/other-kernel", 2, spec("models/other-kernel"), published(checkpoint)));
        assertThat(kernel(checkpoint)).isEqualTo(other);
    }

    @ParameterizedTest
    @EnumSource(names = {"BLAS", "ONEDNN"})
    void multipliesByTheKernelThatTheSpecNames(MatrixKernel kernel) throws Exception {
        String name = kernel.name().toLowerCase(Locale.ROOT);
        TrainModelSpec spec = spec("models/" + name).toBuilder()
                .setMatrixKernel(TrainModelSpec.MatrixKernel.valueOf(kernel.name()))
                .build();
        String checkpoint = "models/" + name + "/checkpoints/step-6";
        stop(new RecordedJob("jobs/" + name, 1, spec, published(checkpoint)));
        assertThat(kernel(checkpoint)).isEqualTo(kernel);
    }

    /** What a checkpoint was trained with. */
    private static MatrixKernel kernel(String checkpoint) throws Exception {
        Path files = store.fetch(store.get(checkpoint), folder.resolve(checkpoint.replace('/', '-')));
        try (TrainingSession session = TrainingSession.resume(files, TrainingOptions.defaults())) {
            return session.kernel();
        }
    }

    @Test
    void float16WithoutAGpuIsRefusedWithARemedy() {
        TrainModelSpec spec =
                spec("models/half").toBuilder().setPrecision(Precision.FLOAT16).build();
        assertThatThrownBy(() -> handler.run(new RecordedJob("jobs/half", 1, spec)))
                .asInstanceOf(InstanceOfAssertFactories.type(JobException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.FAILED_PRECONDITION))
                .extracting(Throwable::getMessage)
                .asString()
                .contains("FLOAT16 is for GPUs", "choose BFLOAT16 or FLOAT32");
    }

    @Test
    void anUnknownDatasetIsNotFound() {
        TrainModelSpec spec =
                spec("models/unknown").toBuilder().setDataset("datasets/none").build();
        assertThatThrownBy(() -> handler.run(new RecordedJob("jobs/unknown", 1, spec)))
                .isInstanceOf(ArtifactNotFoundException.class)
                .hasMessageContaining("datasets/none");
    }

    @Test
    void aDatasetSmallerThanABlockIsRefusedWithNumbersAndARemedy() {
        TrainModelSpec.Builder spec = spec("models/long").toBuilder();
        spec.getArchitectureBuilder().setBlockSize(100_000);
        assertThatThrownBy(() -> handler.run(new RecordedJob("jobs/long", 1, spec.build())))
                .asInstanceOf(InstanceOfAssertFactories.type(JobException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT))
                .extracting(Throwable::getMessage)
                .asString()
                .contains("100,000", "block size");
    }

    private static TrainModelSpec spec(String model) {
        TrainModelSpec.Builder spec = TrainModelSpec.newBuilder()
                .setModel(model)
                .setDataset(DATASET)
                .setArchitecture(Architecture.newBuilder()
                        .setLayers(2)
                        .setHeads(2)
                        .setWidth(32)
                        .setBlockSize(32)
                        .setDropout(0.1))
                .setSteps(STEPS)
                .setBatchSize(4)
                .setGradientAccumulationSteps(2)
                .setLearningRate(1e-2)
                .setPrecision(Precision.FLOAT32)
                .setSeed(3)
                .setEvaluationInterval(6)
                .setCheckpointInterval(6)
                .setSampleInterval(6)
                .addSamplePrompts("고양이는")
                .addSamplePrompts("아이는 집에서");
        return complete(spec);
    }

    /** As the gateway hands it on. */
    private static TrainModelSpec complete(TrainModelSpec.Builder spec) {
        return JobSpecs.withDefaults(JobSpec.newBuilder().setTrainModel(spec).build())
                .getTrainModel();
    }

    private static void stop(RecordedJob job) {
        assertThatThrownBy(() -> handler.run(job)).isInstanceOf(JobStoppedException.class);
    }

    private static Predicate<RecordedJob> published(String checkpoint) {
        return job -> job.checkpoints.contains(checkpoint);
    }

    private static void assertSameAsUndisturbed(String name) {
        assertThat(store.get(name).file("model.safetensors").sha256())
                .isEqualTo(store.get(UNDISTURBED).file("model.safetensors").sha256());
        assertThat(model(name).getTrainLoss()).isEqualTo(model(UNDISTURBED).getTrainLoss());
        assertThat(model(name).getValidationLoss()).isEqualTo(model(UNDISTURBED).getValidationLoss());
    }

    private static void damage(String artifact, String file) throws IOException {
        StoredFile stored = store.get(artifact).file(file);
        Path object = BACKENDS.objects().resolve(bucket).resolve(stored.key());
        byte[] content = Files.readAllBytes(object);
        content[content.length / 2] ^= 1;
        Files.write(object, content);
    }

    private static Model model(String name) {
        return new Resources<>(store, ResourceName.MODEL_OR_CHECKPOINT, Model.getDefaultInstance()).get(name);
    }

    private static List<String> checkpoints(String model) {
        return ModelArtifacts.checkpoints(store, model).stream()
                .map(Manifest::name)
                .toList();
    }

    private static List<String> names(Manifest manifest) {
        return manifest.files().stream().map(StoredFile::name).toList();
    }
}
