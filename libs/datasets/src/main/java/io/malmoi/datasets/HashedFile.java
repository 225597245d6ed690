package io.malmoi.datasets;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file being written, and its checksum. */
final class HashedFile extends FilterOutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final MessageDigest digest;

    /** Makes the file, or empties it. */
    static HashedFile create(Path file) throws IOException {
        MessageDigest digest = sha256();
        return new HashedFile(
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), digest),
                digest);
    }

    private HashedFile(DigestOutputStream target, MessageDigest digest) {
        super(target);
        this.digest = digest;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        out.write(source, offset, length);
    }

    /** Closes the file, so that all of it is there. Returns its SHA-256, 64 lower-case hexadecimal digits. */
    String finish() throws IOException {
        close();
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
