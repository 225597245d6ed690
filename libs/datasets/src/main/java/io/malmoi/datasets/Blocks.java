package io.malmoi.datasets;

import java.util.Locale;

/** The rule that a file of tokens must hold one block at least. */
final class Blocks {
    private Blocks() {}

    static void require(String part, long tokens, int blockSize) {
        if (blockSize <= 0) {
            throw new IllegalArgumentException("block size is " + blockSize + ", but must be above 0");
        }
        if (tokens <= blockSize) {
            throw new CorpusTooSmallException(String.format(
                    Locale.ROOT,
                    "the %s text has %,d tokens, but a block size of %,d needs at least %,d: choose a smaller block size or a longer text%s",
                    part,
                    tokens,
                    blockSize,
                    blockSize + 1L,
                    part.equals("validation") ? " or a larger validation share" : ""));
        }
    }
}
