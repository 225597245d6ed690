package io.malmoi.artifacts;

import java.io.IOException;
import java.io.InputStream;

/** A part of a stored file being read; must not end early. */
final class PartialStream extends InputStream {
    private final InputStream source;
    private final StoredFile file;
    private final StoreErrors errors;
    private long left;

    PartialStream(InputStream source, StoredFile file, long length, StoreErrors errors) {
        this.source = source;
        this.file = file;
        this.left = length;
        this.errors = errors;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int read = left == 0 ? -1 : readSource(bytes, offset, (int) Math.min(length, left));
        if (read < 0 && left > 0) {
            throw new ArtifactCorruptException(
                    file.key() + " ends " + left + " bytes early; " + file.size() + " bytes were published.");
        }
        left -= Math.max(0, read);
        return read;
    }

    private int readSource(byte[] bytes, int offset, int length) {
        try {
            return source.read(bytes, offset, length);
        } catch (IOException e) {
            throw errors.failed("reading " + file.key() + " broke off: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
