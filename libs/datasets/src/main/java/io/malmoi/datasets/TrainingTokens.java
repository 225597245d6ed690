package io.malmoi.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The tokens of one side of a dataset, and which of them are to be learned; memory-mapped. Safe for use by several threads. */
public final class TrainingTokens implements AutoCloseable {
    private final TokenBin tokens;
    private final Optional<TokenBin> mask;

    private TrainingTokens(TokenBin tokens, Optional<TokenBin> mask) {
        this.tokens = tokens;
        this.mask = mask;
    }

    /**
     * Maps the files of a side.
     *
     * @param folder of the dataset
     * @throws IOException if a file cannot be read, or does not have the length that {@code meta} says
     */
    public static TrainingTokens open(Path folder, DatasetMeta meta, DatasetSide side) throws IOException {
        DatasetMeta.Part part = side == DatasetSide.TRAIN ? meta.train() : meta.validation();
        TokenBin tokens = TokenBin.open(folder.resolve(side.tokens()), meta.dtype());
        try {
            require(tokens, part, folder.resolve(side.tokens()));
            if (part.maskSha256() == null) {
                return new TrainingTokens(tokens, Optional.empty());
            }
            TokenBin mask = TokenBin.open(folder.resolve(side.mask()), TokenType.UINT8);
            require(mask, part, folder.resolve(side.mask()));
            return new TrainingTokens(tokens, Optional.of(mask));
        } catch (IOException e) {
            tokens.close();
            throw e;
        }
    }

    private static void require(TokenBin bin, DatasetMeta.Part part, Path file) throws IOException {
        if (bin.size() != part.tokens()) {
            bin.close();
            throw new IOException(file + " is for " + bin.size() + " tokens, but " + DatasetMeta.FILE + " says "
                    + part.tokens() + ": build the dataset again");
        }
    }

    /**
     * Copies a sequence and what should follow each of its tokens.
     *
     * @param offset index of its first token
     * @param inputs where its tokens go
     * @param targets where the tokens after them go; {@code ignored} for those that are not to be learned
     * @param at index of the first in {@code inputs} and {@code targets}
     * @param length tokens of the sequence
     * @param ignored stands for a target that does not count
     */
    public void read(long offset, int[] inputs, int[] targets, int at, int length, int ignored) {
        tokens.read(offset, inputs, at, length);
        tokens.read(offset + 1, targets, at, length);
        if (mask.isPresent()) {
            int[] learned = new int[length];
            mask.get().read(offset + 1, learned, 0, length);
            for (int i = 0; i < length; i++) {
                targets[at + i] = learned[i] == 0 ? ignored : targets[at + i];
            }
        }
    }

    @Override
    public void close() {
        mask.ifPresent(TokenBin::close);
        tokens.close();
    }
}
