package io.malmoi.datasets;

import java.util.stream.LongStream;

/**
 * Which blocks of tokens make the batch of a step: a pure function of seed and step, so that a run can be resumed at any
 * step with nothing stored.
 *
 * <p>The text is gone through in epochs. An epoch cuts it into blocks of {@code blockSize} tokens, beginning at a random
 * offset of its own, and visits each exactly once in a shuffled order of its own; fewer than {@code 2 * blockSize} tokens
 * at the two ends are left out, other ones in each epoch. A block is read with the token after it, the last target:
 * {@code blockSize + 1} tokens from its offset. A batch may reach over the end of an epoch. Immutable.
 */
public final class BatchOrder implements Batches {
    private final int blockSize;
    private final int batchSize;
    private final long seed;
    private final long slack;
    private final long blocks;

    /**
     * An order over a file of tokens.
     *
     * @param tokens number of tokens of the file
     * @param blockSize tokens that the model reads at once, above 0
     * @param batchSize blocks of a batch, above 0
     * @param seed any number
     * @throws CorpusTooSmallException if the file has not even one block and the token after it
     */
    public BatchOrder(long tokens, int blockSize, int batchSize, long seed) {
        Blocks.require("training", tokens, blockSize);
        if (batchSize <= 0) {
            throw new IllegalArgumentException("batch size is " + batchSize + ", but must be above 0");
        }
        this.blockSize = blockSize;
        this.batchSize = batchSize;
        this.seed = seed;
        this.blocks = Math.max(1, tokens / blockSize - 1);
        this.slack = tokens - 1 - blocks * blockSize;
    }

    /** Blocks of an epoch. */
    public long blocksPerEpoch() {
        return blocks;
    }

    /** Epochs that are complete, or begun, before a step: {@code step * batchSize / blocksPerEpoch()}. */
    public double epochs(long step) {
        return (double) step * batchSize / blocks;
    }

    /** Where the {@code batchSize} blocks of a batch begin. */
    @Override
    public long[] offsets(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step is " + step + ", but must be 0 or above");
        }
        long first = Math.multiplyExact(step, (long) batchSize);
        return LongStream.range(first, first + batchSize).map(this::offset).toArray();
    }

    private long offset(long visit) {
        long key = Hash.mix(visit / blocks, seed);
        long shift = Math.floorMod(Hash.mix(key), slack + 1);
        return shift + blockSize * new Shuffle(blocks, key).apply(visit % blocks);
    }
}
