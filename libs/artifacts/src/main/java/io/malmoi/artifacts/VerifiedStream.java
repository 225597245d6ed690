package io.malmoi.artifacts;

import java.io.IOException;
import java.io.InputStream;

/** A stored file being read; at its end, size and SHA-256 must be those of the manifest. */
final class VerifiedStream extends InputStream {
    private final InputStream source;
    private final StoredFile file;
    private final StoreErrors errors;
    private final Sha256 sha256 = new Sha256();
    private long size;
    private boolean verified;

    VerifiedStream(InputStream source, StoredFile file, StoreErrors errors) {
        this.source = source;
        this.file = file;
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
        int read = readSource(bytes, offset, length);
        if (read < 0) {
            verify();
            return -1;
        }
        sha256.update(bytes, offset, read);
        size += read;
        return read;
    }

    private int readSource(byte[] bytes, int offset, int length) {
        try {
            return source.read(bytes, offset, length);
        } catch (IOException e) {
            throw errors.failed("reading " + file.key() + " broke off after " + size + " bytes: " + e.getMessage(), e);
        }
    }

    private void verify() {
        if (verified) {
            return;
        }
        if (size != file.size()) {
            throw new ArtifactCorruptException(
                    file.key() + " has " + size + " bytes, but " + file.size() + " were published.");
        }
        if (!sha256.hex().equals(file.sha256())) {
            throw new ArtifactCorruptException(
                    file.key() + " is damaged: its SHA-256 is not " + file.sha256() + " as published.");
        }
        verified = true;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
