package io.malmoi.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server (s3proxy) inside the process, bound to 127.0.0.1, for one machine and for tests.
 *
 * <p>Objects are plain files under {@code objects/BUCKET/KEY} of its folder. It asks for signed requests (version 4)
 * and knows multipart uploads and conditional writes.
 */
public final class EmbeddedObjectStore implements AutoCloseable {
    /** Name of the setting that applications use for the port; errors mention it. */
    public static final String PORT_SETTING = "malmoi.embedded.object-store-port";

    private static final long LARGEST_UNCHUNKED_REQUEST_BYTES = 64L * 1024 * 1024;
    private static final long STOP_MILLISECONDS = 5_000;

    private final URI endpoint;
    private final Credentials credentials;
    private final FolderLock lock;
    private final S3Proxy server;

    private EmbeddedObjectStore(URI endpoint, Credentials credentials, FolderLock lock, S3Proxy server) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.lock = lock;
        this.server = server;
    }

    /**
     * Starts a server with credentials of its own: made by the first start and kept in the folder, in the file {@code
     * credentials} (two lines, readable by the owner only).
     *
     * @param folder keeps the data; created if missing
     * @param port 0 for any free port
     * @throws FolderInUseException if another server uses the folder
     * @throws PortTakenException if another program listens on the port
     */
    public static EmbeddedObjectStore start(Path folder, int port) {
        return start(folder, port, null);
    }

    /** Like {@link #start(Path, int)}, with the given credentials. */
    public static EmbeddedObjectStore start(Path folder, int port, Credentials given) {
        QuietLogs.apply();
        FolderLock lock = FolderLock.acquire(folder);
        try {
            Credentials credentials = given != null ? given : Credentials.keptIn(folder.resolve("credentials"));
            int free = Ports.free("object store", port, PORT_SETTING);
            URI endpoint = URI.create("http://" + Ports.HOST + ":" + free);
            return new EmbeddedObjectStore(endpoint, credentials, lock, startServer(folder, endpoint, credentials));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Where clients connect, such as {@code http://127.0.0.1:19000}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The key pair that clients sign with. */
    public Credentials credentials() {
        return credentials;
    }

    /** Stops the server: no new requests, up to five seconds for those under way. The data stays. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded object store did not stop cleanly: " + e, e);
        } finally {
            lock.close();
        }
    }

    private static S3Proxy startServer(Path folder, URI endpoint, Credentials credentials) {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new DiskFullReports(
                        new FilesystemNio2BlobStore(objects(folder).toString())))
                .endpoint(endpoint)
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey())
                .v4MaxNonChunkedRequestSize(LARGEST_UNCHUNKED_REQUEST_BYTES)
                .stopTimeout(STOP_MILLISECONDS)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded object store in " + folder + " did not start: " + e, e);
        }
        return server;
    }

    private static Path objects(Path folder) {
        try {
            return Files.createDirectories(folder.resolve("objects"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
