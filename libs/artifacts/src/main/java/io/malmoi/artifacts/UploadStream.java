package io.malmoi.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Measures and hashes what is uploaded, and keeps the source's own failure apart from the store's. */
final class UploadStream extends InputStream {
    private final InputStream source;
    private final Sha256 sha256 = new Sha256();
    private volatile Exception failure;
    private volatile long size;

    UploadStream(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = source.read(bytes, offset, length);
            if (read > 0) {
                sha256.update(bytes, offset, read);
                size += read;
            }
            return read;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Bytes read so far. */
    long size() {
        return size;
    }

    String sha256() {
        return sha256.hex();
    }

    /** Throws what the source threw, if it did. */
    void rethrowFailure() {
        if (failure instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }
}
