package io.malmoi.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own that uploads until it is killed. */
final class EndlessUpload {
    private static final String SENT = "first part sent";

    private EndlessUpload() {}

    static Process start(ObjectStoreSettings settings, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessUpload.class.getName(),
                        settings.endpoint().toString(),
                        settings.accessKey(),
                        settings.secretKey(),
                        settings.bucket(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static void awaitFirstPart(Process uploader) throws IOException {
        byte[] said = uploader.getInputStream().readNBytes(SENT.length());
        if (!SENT.equals(new String(said, StandardCharsets.UTF_8))) {
            throw new IOException("the uploading process ended early");
        }
    }

    public static void main(String[] arguments) {
        ObjectStoreSettings settings = new ObjectStoreSettings(
                URI.create(arguments[0]), arguments[1], arguments[2], arguments[3], "us-east-1");
        ArtifactWriter writer = new ArtifactStore(settings).create(arguments[4], Stores.UPLOAD);
        writer.put("whole.bin", new Generated(1));
        writer.put("endless.bin", new Announcing(new Generated(Long.MAX_VALUE)));
    }

    /** Says so when the client asks for more than the two parts that it can hold: then one has been sent. */
    private static final class Announcing extends InputStream {
        private final InputStream source;
        private long read;
        private boolean announced;

        Announcing(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            read += length;
            if (read > 2 * Bucket.PART_BYTES && !announced) {
                announced = true;
                System.out.print(SENT);
                System.out.flush();
            }
            return source.read(bytes, offset, length);
        }
    }
}
