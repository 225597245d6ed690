package io.malmoi.trainer;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.datasets.BatchOrder;
import io.malmoi.datasets.DatasetMeta;
import io.malmoi.datasets.TokenBin;
import io.malmoi.datasets.ValidationBlocks;
import io.malmoi.models.TokenBatch;
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
    private final TokenBin train;
    private final TokenBin validation;
    private final BatchOrder order;
    private final ValidationBlocks validationBlocks;

    private TrainingData(Manifest dataset, Path folder, TrainModelSpec spec) throws IOException {
        this.dataset = dataset;
        this.folder = folder;
        this.meta = DatasetMeta.read(folder);
        this.blockSize = spec.getArchitecture().getBlockSize();
        this.batchSize = spec.getBatchSize();
        this.order = new BatchOrder(meta.train().tokens(), blockSize, batchSize, spec.getSeed());
        this.validationBlocks = new ValidationBlocks(meta.validation().tokens(), blockSize);
        this.train = TokenBin.open(folder.resolve(DatasetMeta.TRAIN_FILE), meta.dtype());
        try {
            this.validation = TokenBin.open(folder.resolve(DatasetMeta.VALIDATION_FILE), meta.dtype());
        } catch (IOException | RuntimeException e) {
            train.close();
            throw e;
        }
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

    private TokenBatch batch(TokenBin bin, long[] offsets) {
        int[] inputs = new int[offsets.length * blockSize];
        int[] targets = new int[inputs.length];
        for (int i = 0; i < offsets.length; i++) {
            bin.read(offsets[i], inputs, i * blockSize, blockSize);
            bin.read(offsets[i] + 1, targets, i * blockSize, blockSize);
        }
        return new TokenBatch(offsets.length, blockSize, inputs, targets);
    }

    @Override
    public void close() {
        train.close();
        validation.close();
    }
}
