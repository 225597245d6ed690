package io.malmoi.trainer;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.datasets.BatchOrder;
import io.malmoi.datasets.Batches;
import io.malmoi.datasets.DatasetMeta;
import io.malmoi.datasets.DatasetSide;
import io.malmoi.datasets.SlidingWindows;
import io.malmoi.datasets.TrainingTokens;
import io.malmoi.datasets.ValidationBlocks;
import io.malmoi.models.TokenBatch;
import io.malmoi.v1.SlidingWindow;
import io.malmoi.v1.TrainModelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** The dataset of a run, its bins memory-mapped, cut into batches. For one thread. */
final class TrainingData implements AutoCloseable {
    private final Manifest dataset;
    private final Path folder;
    private final DatasetMeta meta;
    private final int blockSize;
    private final int batchSize;
    private final TrainingTokens train;
    private final TrainingTokens validation;
    private final Batches order;
    private final ValidationBlocks validationBlocks;

    private TrainingData(Manifest dataset, Path folder, TrainModelSpec spec) throws IOException {
        this.dataset = dataset;
        this.folder = folder;
        this.meta = DatasetMeta.read(folder);
        this.blockSize = spec.getArchitecture().getBlockSize();
        this.batchSize = spec.getBatchSize();
        this.order = order(spec, meta.train().tokens());
        this.validationBlocks = new ValidationBlocks(meta.validation().tokens(), blockSize);
        this.train = TrainingTokens.open(folder, meta, DatasetSide.TRAIN);
        try {
            this.validation = TrainingTokens.open(folder, meta, DatasetSide.VALIDATION);
        } catch (IOException | RuntimeException e) {
            train.close();
            throw e;
        }
    }

    private static Batches order(TrainModelSpec spec, long tokens) {
        int length = spec.getArchitecture().getBlockSize();
        if (!spec.hasSlidingWindow()) {
            return new BatchOrder(tokens, length, spec.getBatchSize(), spec.getSeed());
        }
        SlidingWindow window = spec.getSlidingWindow();
        return new SlidingWindows(
                tokens,
                new SlidingWindows.Settings(
                        length,
                        window.getStride(),
                        spec.getBatchSize(),
                        window.getShuffle(),
                        window.getDropLast(),
                        spec.getSeed()));
    }

    /**
     * Fetches the dataset into the cache and opens it.
     *
     * @throws io.malmoi.artifacts.ArtifactNotFoundException if there is no such dataset
     * @throws io.malmoi.datasets.CorpusTooSmallException if it has no block for training or none for validation
     * @throws io.malmoi.artifacts.ArtifactCorruptException if a file does not match its checksum
     */
    static TrainingData open(ArtifactStore store, Path cache, TrainModelSpec spec) throws IOException {
        Manifest dataset = store.get(spec.getDataset());
        return new TrainingData(dataset, store.fetch(dataset, cache), spec);
    }

    /** The name of the tokenizer that the dataset was made with. */
    String tokenizer() {
        return dataset.resource().path("tokenizer").asText();
    }

    /** The dataset's folder, which holds the tokenizer's files, too. */
    Path folder() {
        return folder;
    }

    /** What is known of the dataset. */
    DatasetMeta meta() {
        return meta;
    }

    /** Number of blocks to validate on. */
    long validationBlocks() {
        return validationBlocks.count();
    }

    /** The micro-batches of a step, counted from 0: so many of them. */
    List<TokenBatch> trainBatches(long step, int count) {
        return LongStream.range(step * count, (step + 1) * count)
                .mapToObj(number -> batch(train, order.offsets(number)))
                .toList();
    }

    /** Validation blocks from {@code first} to {@code end}, the latter not included. */
    TokenBatch validationBatch(long first, long end) {
        return batch(
                validation,
                LongStream.range(first, end).map(validationBlocks::offset).toArray());
    }

    private TokenBatch batch(TrainingTokens tokens, long[] offsets) {
        int[] inputs = new int[offsets.length * blockSize];
        int[] targets = new int[inputs.length];
        for (int i = 0; i < offsets.length; i++) {
            tokens.read(offsets[i], inputs, targets, i * blockSize, blockSize, TokenBatch.IGNORED);
        }
        return new TokenBatch(offsets.length, blockSize, inputs, targets);
    }

    @Override
    public void close() {
        train.close();
        validation.close();
    }
}
