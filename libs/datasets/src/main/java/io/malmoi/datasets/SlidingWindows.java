package io.malmoi.datasets;

import java.util.stream.LongStream;

/**
 * A window that slides over the tokens: sequences of {@code length} tokens that begin {@code stride} tokens apart, from the first
 * token on, in the order of the text or shuffled in another way in each epoch. Not shuffled, its batches are those of the data
 * loader in Raschka, "Build a Large Language Model (From Scratch)" (2024), chapter 2.
 */
public final class SlidingWindows implements Batches {
    private final int stride;
    private final int batchSize;
    private final boolean shuffle;
    private final long seed;
    private final long windows;
    private final long batches;

    /**
     * How the window slides.
     *
     * @param length tokens of a sequence, above 0
     * @param stride tokens from the beginning of a sequence to that of the next, above 0; less than {@code length} overlaps
     * @param batchSize sequences of a batch, above 0
     * @param shuffle whether each epoch has an order of its own
     * @param dropLast whether sequences at the end of an epoch that fill no batch are left out, rather than make a smaller one
     * @param seed of the orders; any number
     */
    public record Settings(int length, int stride, int batchSize, boolean shuffle, boolean dropLast, long seed) {
        public Settings {
            if (stride <= 0 || batchSize <= 0) {
                throw new IllegalArgumentException(
                        "stride is " + stride + " and batch size is " + batchSize + ", but both must be above 0");
            }
        }
    }

    /**
     * Slides over a file of tokens.
     *
     * @param tokens number of tokens of the file
     * @throws CorpusTooSmallException if the file has not even one sequence and the token after it, or, where the last are left
     *     out, not one batch
     */
    public SlidingWindows(long tokens, Settings settings) {
        Blocks.require("training", tokens, settings.length());
        this.stride = settings.stride();
        this.batchSize = settings.batchSize();
        this.shuffle = settings.shuffle();
        this.seed = settings.seed();
        this.windows = (tokens - settings.length() - 1) / stride + 1;
        this.batches = settings.dropLast() ? windows / batchSize : (windows - 1) / batchSize + 1;
        if (batches == 0) {
            throw new CorpusTooSmallException("the training text has " + windows
                    + " sequences, but a batch has " + batchSize
                    + ": choose a smaller batch size or stride, or do not drop the last batch");
        }
    }

    /** Batches of an epoch. */
    public long batchesPerEpoch() {
        return batches;
    }

    /** The sequences that a batch has; the last of an epoch may have fewer. */
    @Override
    public long[] offsets(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step is " + step + ", but must be 0 or above");
        }
        long epoch = step / batches;
        long first = step % batches * batchSize;
        var order = new Shuffle(windows, Hash.mix(epoch, seed));
        return LongStream.range(first, Math.min(windows, first + batchSize))
                .map(visit -> stride * (shuffle ? order.apply(visit) : visit))
                .toArray();
    }
}
