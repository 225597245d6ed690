package io.malmoi.datasets;

import java.util.Objects;

/**
 * The blocks that a model is validated on: consecutive, without overlap, the same every time. Each is read with the token
 * after it, the last target. Tokens at the end that fill no block are left out.
 *
 * @param tokens number of tokens of the validation file
 * @param blockSize tokens that the model reads at once
 */
public record ValidationBlocks(long tokens, int blockSize) {
    /**
     * @throws CorpusTooSmallException if the file has not even one block and the token after it
     */
    public ValidationBlocks {
        Blocks.require("validation", tokens, blockSize);
    }

    /** Number of blocks, at least 1. */
    public long count() {
        return (tokens - 1) / blockSize;
    }

    /**
     * Where a block begins; {@code blockSize + 1} tokens can be read from there.
     *
     * @param block from 0 to {@code count() - 1}
     */
    public long offset(long block) {
        return Objects.checkIndex(block, count()) * blockSize;
    }
}
