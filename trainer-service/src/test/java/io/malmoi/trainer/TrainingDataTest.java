package io.malmoi.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ObjectStoreSettings;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.models.TokenBatch;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Model;
import io.malmoi.v1.SlidingWindow;
import io.malmoi.v1.TrainModelSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Prompts that are only read, and windows that slide, from dataset to model. */
class TrainingDataTest {
    private static final String DATASET = "datasets/answers";
    private static final int LENGTH = 16;

    @RegisterExtension
    static final Backends BACKENDS = Backends.embedded();

    @TempDir
    static Path folder;

    private static ArtifactStore store;

    @BeforeAll
    static void publish() throws Exception {
        store = new ArtifactStore(new ObjectStoreSettings(
                BACKENDS.endpoint(),
                BACKENDS.accessKey(),
                BACKENDS.secretKey(),
                BACKENDS.newBucket(),
                BACKENDS.region()));
        store.createBucket();
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("\u001e\u001f").append(random.nextInt(1_000_000)).append("? \u001f그렇습니다.\n");
        }
        TinyDataset.publish(store, DATASET, text.toString(), folder.resolve("dataset"));
    }

    @AfterAll
    static void closeStore() {
        store.close();
    }

    @Test
    void aWindowSlidesInTheOrderOfTheText() throws Exception {
        SlidingWindow window =
                SlidingWindow.newBuilder().setStride(4).setShuffle(false).build();
        try (TrainingData data =
                TrainingData.open(store, folder, spec("models/a", spec -> spec.setSlidingWindow(window)))) {
            TokenBatch first = data.trainBatches(0, 1).get(0);
            TokenBatch second = data.trainBatches(1, 1).get(0);
            assertThat(row(first.inputs(), 1)).startsWith(Arrays.copyOfRange(first.inputs(), 4, LENGTH));
            assertThat(row(second.inputs(), 0)).startsWith(Arrays.copyOfRange(row(first.inputs(), 7), 4, LENGTH));
            int[] targets = Arrays.stream(first.targets()).distinct().sorted().toArray();
            assertThat(targets).startsWith(TokenBatch.IGNORED).hasSizeLessThan(20);
        }
    }

    /** The answer is always the same, so its loss goes to 0; that of the random prompts could not. */
    @Test
    void onlyWhatIsToBeLearnedCountsInTheLosses() throws Exception {
        SlidingWindow window =
                SlidingWindow.newBuilder().setStride(8).setDropLast(false).build();
        RecordedJob job = new RecordedJob("jobs/b", 1, spec("models/b", spec -> spec.setSlidingWindow(window)));
        new TrainModelHandler(store, folder.resolve("cache")).run(job);
        Model model =
                new Resources<>(store, ResourceName.MODEL_OR_CHECKPOINT, Model.getDefaultInstance()).get("models/b");
        assertThat(model.getValidationLoss()).isLessThan(0.1).isLessThan(model.getUnigramLoss());
        List<Double> losses = job.values("train_loss");
        assertThat(losses.get(losses.size() - 1)).isLessThan(0.1);
    }

    private static int[] row(int[] batch, int number) {
        return Arrays.copyOfRange(batch, number * LENGTH, (number + 1) * LENGTH);
    }

    private static TrainModelSpec spec(String model, Consumer<TrainModelSpec.Builder> change) {
        TrainModelSpec.Builder spec = TrainModelSpec.newBuilder()
                .setModel(model)
                .setDataset(DATASET)
                .setArchitecture(Architecture.newBuilder()
                        .setLayers(1)
                        .setHeads(2)
                        .setWidth(32)
                        .setBlockSize(LENGTH))
                .setSteps(120)
                .setLearningRate(1e-2)
                .setPrecision(TrainModelSpec.Precision.FLOAT32);
        change.accept(spec);
        return JobSpecs.withDefaults(JobSpec.newBuilder().setTrainModel(spec).build())
                .getTrainModel();
    }
}
