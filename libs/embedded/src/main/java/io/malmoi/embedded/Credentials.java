package io.malmoi.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The key pair of an object store.
 *
 * @param accessKey public part
 * @param secretKey secret part; never in logs
 */
public record Credentials(String accessKey, String secretKey) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Those kept in the file; made and written, readable by the owner only, if there is no such file. */
    static Credentials keptIn(Path file) {
        try {
            if (!Files.exists(file)) {
                write(file, new Credentials("malmoi-" + random(4), random(20)));
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 2) {
                throw new IllegalStateException(
                        file + " must hold two lines, access key and secret key; delete it to have new ones made");
            }
            return new Credentials(lines.get(0), lines.get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read or written", e);
        }
    }

    private static void write(Path file, Credentials credentials) throws IOException {
        Path whole = Files.createTempFile(
                file.getParent(),
                "credentials",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(whole, List.of(credentials.accessKey, credentials.secretKey));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public String toString() {
        return "Credentials[accessKey=" + accessKey + "]";
    }
}
