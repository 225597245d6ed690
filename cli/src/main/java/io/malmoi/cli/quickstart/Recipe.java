package io.malmoi.cli.quickstart;

import com.google.protobuf.util.Durations;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.BuildDatasetSpec;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.TrainModelSpec;
import io.malmoi.v1.TrainTokenizerSpec;
import java.time.Duration;

/**
 * What the quickstart trains: a model small enough that two cores train it in minutes, and still learn to spell, to space
 * words and to end sentences.
 *
 * @param corpus name of the corpus
 * @param corpusBytes its size
 * @param run which run this is
 * @param training how long to train; null for the fixed number of steps, which gives the same model every time
 * @param prompt what its samples continue
 */
public record Recipe(String corpus, long corpusBytes, Run run, Duration training, String prompt) {
    private static final int VOCABULARY = 4000;
    private static final int BATCH = 8;
    private static final int BLOCK = 128;
    private static final long MAX_STEPS = 1200;
    private static final long MIN_STEPS = 100;
    /** Bytes a token stands for, about, to bound the passes over a small text. */
    private static final double BYTES_PER_TOKEN = 4;

    private static final int MAX_EPOCHS = 16;

    /** What the jobs before training take, and generation after it, about: to know what is left for training. */
    public static Duration otherWork(long corpusBytes) {
        return Duration.ofSeconds(15 + corpusBytes / 1_000_000);
    }

    /** The job of a stage of {@link Run#STAGES}. */
    public JobSpec spec(String stage) {
        return switch (stage) {
            case "tokenizer" ->
                JobSpec.newBuilder()
                        .setTrainTokenizer(TrainTokenizerSpec.newBuilder()
                                .setTokenizer(tokenizer())
                                .setCorpus(corpus)
                                .setVocabularySize(VOCABULARY))
                        .build();
            case "dataset" ->
                JobSpec.newBuilder()
                        .setBuildDataset(BuildDatasetSpec.newBuilder()
                                .setDataset(dataset())
                                .setCorpus(corpus)
                                .setTokenizer(tokenizer()))
                        .build();
            case "train" -> JobSpec.newBuilder().setTrainModel(train()).build();
            default -> throw new IllegalArgumentException(stage);
        };
    }

    /** Name of the tokenizer. */
    public String tokenizer() {
        return "tokenizers/" + run.id();
    }

    /** Name of the dataset. */
    public String dataset() {
        return "datasets/" + run.id();
    }

    /** Name of the model. */
    public String model() {
        return "models/" + run.id();
    }

    private TrainModelSpec train() {
        TrainModelSpec.Builder spec = TrainModelSpec.newBuilder()
                .setModel(model())
                .setDataset(dataset())
                .setArchitecture(Architecture.newBuilder()
                        .setLayers(4)
                        .setHeads(6)
                        .setWidth(192)
                        .setBlockSize(BLOCK))
                .setBatchSize(BATCH)
                .setLearningRate(2e-3)
                .addSamplePrompts(prompt);
        return training == null
                ? spec.setSteps(steps()).build()
                : spec.setDuration(Durations.fromMillis(training.toMillis())).build();
    }

    private long steps() {
        double stepsPerEpoch = corpusBytes / BYTES_PER_TOKEN / (BATCH * BLOCK);
        return Math.max(MIN_STEPS, Math.min(MAX_STEPS, Math.round(MAX_EPOCHS * stepsPerEpoch)));
    }
}
