package io.malmoi.datasets;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes a token bin document by document, and counts. */
final class TokenWriter implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final TokenType type;
    private final int endOfText;
    private final MessageDigest digest = sha256();
    private final OutputStream target;
    private final long[] frequencies;
    private byte[] encoded = new byte[BUFFER_BYTES];
    private long documents;
    private long tokens;
    private long bytes;

    TokenWriter(Path file, DatasetMeta.TokenizerFacts tokenizer) throws IOException {
        this.type = TokenType.of(tokenizer.vocabularySize());
        this.endOfText = tokenizer.endOfText();
        this.frequencies = new long[tokenizer.vocabularySize()];
        this.target =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), digest);
    }

    /** Writes the tokens of a document, and the token that ends it. */
    void write(int[] document, int textBytes) throws IOException {
        int size = (document.length + 1) * type.bytes();
        if (encoded.length < size) {
            encoded = new byte[Math.max(size, 2 * encoded.length)];
        }
        int at = 0;
        for (int token : document) {
            at = encode(token, at);
        }
        encode(endOfText, at);
        target.write(encoded, 0, size);
        documents++;
        tokens += document.length + 1L;
        bytes += textBytes;
    }

    private int encode(int token, int at) {
        frequencies[token]++;
        int next = at;
        for (int i = 0; i < type.bytes(); i++) {
            encoded[next++] = (byte) (token >>> 8 * i);
        }
        return next;
    }

    long documents() {
        return documents;
    }

    /** How often each token was written. */
    long[] frequencies() {
        return frequencies;
    }

    /** What was written. Closes the file first, so that all of it is there. */
    DatasetMeta.Part finish() throws IOException {
        target.close();
        return new DatasetMeta.Part(documents, tokens, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        target.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
