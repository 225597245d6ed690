package io.malmoi.datasets;

import io.malmoi.datasets.DocumentEncoder.Encoded;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes one side of a dataset document by document, and counts: its token bin, the index of its documents, and, from the first
 * token on that is not to be learned, its mask.
 */
final class TokenWriter implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final DatasetSide side;
    private final Path folder;
    private final TokenType type;
    private final int endOfText;
    private final HashedFile bin;
    private final HashedFile index;
    private final long[] frequencies;
    private final long[] learnedFrequencies;
    private HashedFile mask;
    private byte[] encoded = new byte[BUFFER_BYTES];
    private long documents;
    private long tokens;
    private long learned;
    private long bytes;

    TokenWriter(DatasetSide side, Path folder, DatasetMeta.TokenizerFacts tokenizer) throws IOException {
        this.side = side;
        this.folder = folder;
        this.type = TokenType.of(tokenizer.vocabularySize());
        this.endOfText = tokenizer.endOfText();
        this.frequencies = new long[tokenizer.vocabularySize()];
        this.learnedFrequencies = new long[tokenizer.vocabularySize()];
        this.bin = HashedFile.create(folder.resolve(side.tokens()));
        this.index = HashedFile.create(folder.resolve(side.documents()));
    }

    /** Writes the tokens of a document, and the token that ends it. */
    void write(Encoded document) throws IOException {
        int[] ids = document.tokens();
        writeOffset();
        writeMask(document);
        int size = (ids.length + 1) * type.bytes();
        if (encoded.length < size) {
            encoded = new byte[Math.max(size, 2 * encoded.length)];
        }
        int at = 0;
        for (int i = 0; i < ids.length; i++) {
            at = encode(ids[i], at, document.isLearned(i));
        }
        encode(endOfText, at, document.endLearned());
        bin.write(encoded, 0, size);
        documents++;
        tokens += ids.length + 1L;
        bytes += document.learnedBytes();
    }

    private int encode(int token, int at, boolean counts) {
        frequencies[token]++;
        if (counts) {
            learnedFrequencies[token]++;
            learned++;
        }
        int next = at;
        for (int i = 0; i < type.bytes(); i++) {
            encoded[next++] = (byte) (token >>> 8 * i);
        }
        return next;
    }

    private void writeOffset() throws IOException {
        for (int i = 0; i < Long.BYTES; i++) {
            index.write((int) (tokens >>> 8 * i));
        }
    }

    private void writeMask(Encoded document) throws IOException {
        if (mask == null) {
            if (document.isLearnedWhole()) {
                return;
            }
            mask = HashedFile.create(folder.resolve(side.mask()));
            writeOnes(tokens);
        }
        var marks = new byte[document.tokens().length + 1];
        for (int i = 0; i < marks.length - 1; i++) {
            marks[i] = (byte) (document.isLearned(i) ? 1 : 0);
        }
        marks[marks.length - 1] = (byte) (document.endLearned() ? 1 : 0);
        mask.write(marks, 0, marks.length);
    }

    /** For the documents before the first that has something that is not to be learned. */
    private void writeOnes(long count) throws IOException {
        var ones = new byte[BUFFER_BYTES];
        Arrays.fill(ones, (byte) 1);
        for (long left = count; left > 0; left -= ones.length) {
            mask.write(ones, 0, (int) Math.min(left, ones.length));
        }
    }

    long learned() {
        return learned;
    }

    /** How often each token was written. */
    long[] frequencies() {
        return frequencies;
    }

    /** How often each token was written to be learned. */
    long[] learnedFrequencies() {
        return learnedFrequencies;
    }

    /** What was written. Closes the files first, so that all of it is there. */
    DatasetMeta.Part finish() throws IOException {
        writeOffset();
        return new DatasetMeta.Part(
                documents, tokens, learned, bytes, bin.finish(), index.finish(), mask == null ? null : mask.finish());
    }

    @Override
    public void close() throws IOException {
        try (bin;
                index) {
            if (mask != null) {
                mask.close();
            }
        }
    }
}
