package io.malmoi.datasets;

import io.malmoi.datasets.DocumentEncoder.Encoded;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes one side of a dataset document by document, and counts: its token bin, the index of its documents, and, from the first
 * token on that is not to be learned, its mask.
 */
final class TokenWriter implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final VarHandle SHORT = littleEndian(short[].class);
    private static final VarHandle INT = littleEndian(int[].class);
    private static final VarHandle LONG = littleEndian(long[].class);

    private final DatasetSide side;
    private final Path folder;
    private final TokenType type;
    private final int endOfText;
    private final HashedFile bin;
    private final HashedFile index;
    private final long[] frequencies;
    private final long[] learnedFrequencies;
    private HashedFile mask;
    private final byte[] offset = new byte[Long.BYTES];
    private byte[] encoded = new byte[BUFFER_BYTES];
    private long documents;
    private long tokens;
    private long learned;
    private long bytes;

    private static VarHandle littleEndian(Class<?> numbers) {
        return MethodHandles.byteArrayViewVarHandle(numbers, ByteOrder.LITTLE_ENDIAN);
    }

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
        for (int i = 0; i < ids.length; i++) {
            put(ids[i], i, document.mask()[i]);
        }
        put(endOfText, ids.length, document.mask()[ids.length]);
        bin.write(encoded, 0, size);
        documents++;
        tokens += ids.length + 1L;
        bytes += document.learnedBytes();
    }

    private void put(int token, int place, byte mark) {
        if (type == TokenType.UINT16) {
            SHORT.set(encoded, Short.BYTES * place, (short) token);
        } else {
            INT.set(encoded, Integer.BYTES * place, token);
        }
        frequencies[token]++;
        learnedFrequencies[token] += mark;
        learned += mark;
    }

    private void writeOffset() throws IOException {
        LONG.set(offset, 0, tokens);
        index.write(offset, 0, offset.length);
    }

    private void writeMask(Encoded document) throws IOException {
        if (mask == null) {
            if (document.whole()) {
                return;
            }
            mask = HashedFile.create(folder.resolve(side.mask()));
            writeOnes(tokens);
        }
        mask.write(document.mask(), 0, document.mask().length);
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
