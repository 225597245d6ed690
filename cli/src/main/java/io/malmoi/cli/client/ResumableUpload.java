package io.malmoi.cli.client;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.v1.CreateUploadRequest;
import io.malmoi.v1.GetUploadRequest;
import io.malmoi.v1.Upload;
import io.malmoi.v1.UploadFile;
import io.malmoi.v1.WriteUploadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The upload of large files, which goes on where it stopped: by itself when the connection is lost, and when the same files, unchanged,
 * are sent to the same corpus again.
 */
public final class ResumableUpload {
    /** Fewer bytes are sent again as fast. */
    public static final long LEAST_BYTES = 16 << 20;

    private static final int PIECE_BYTES = 256 << 10;
    private static final int ID_DIGITS = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Set<Status.Code> PASSING =
            EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.ABORTED, Status.Code.DEADLINE_EXCEEDED);

    private final Client client;
    private final List<Path> files;
    private final LongConsumer sent;
    private final Consumer<String> notes;
    private Upload upload;

    private ResumableUpload(Client client, List<Path> files, LongConsumer sent, Consumer<String> notes) {
        this.client = client;
        this.files = files;
        this.sent = sent;
        this.notes = notes;
    }

    /**
     * Sends files and waits until they are stored. They become a corpus by a job.
     *
     * @param id of the upload, by {@link #id}
     * @param sent is told the number of bytes that have gone, those of an earlier time included
     * @param notes is told when something is taken up again
     * @throws StatusRuntimeException as CreateUpload and WriteUpload say; UNAVAILABLE after two minutes without progress
     */
    public static Upload send(Client client, String id, List<Path> files, LongConsumer sent, Consumer<String> notes)
            throws IOException, InterruptedException {
        return new ResumableUpload(client, files, sent, notes).send(id);
    }

    /** The id of an upload of files, unchanged since, for a corpus. */
    public static String id(String corpus, List<Path> files) throws IOException {
        StringBuilder identity = new StringBuilder(corpus);
        for (Path file : files) {
            identity.append('\0')
                    .append(file.toAbsolutePath().normalize())
                    .append('\0')
                    .append(Files.size(file))
                    .append('\0')
                    .append(Files.getLastModifiedTime(file).toMillis());
        }
        return "u" + sha256(identity.toString()).substring(0, ID_DIGITS);
    }

    private Upload send(String id) throws IOException, InterruptedException {
        upload = client.corpora().createUpload(request(id));
        if (upload.getCommittedBytes() > 0) {
            notes.accept("going on after " + upload.getCommittedBytes() + " bytes that were sent before");
        }
        long begin = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            long before = upload.getCommittedBytes();
            try {
                write();
                return upload;
            } catch (StatusRuntimeException e) {
                boolean patient = System.nanoTime() - begin < PATIENCE.toNanos();
                if (!PASSING.contains(e.getStatus().getCode()) || !patient) {
                    throw e;
                }
            }
            notes.accept("the connection is lost; trying again");
            Thread.sleep(pause.toMillis());
            refresh();
            boolean further = upload.getCommittedBytes() > before;
            begin = further ? System.nanoTime() : begin;
            pause = further ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Asks how far the upload is, if anybody answers. */
    private void refresh() {
        try {
            upload = client.corpora()
                    .getUpload(GetUploadRequest.newBuilder()
                            .setName(upload.getName())
                            .build());
        } catch (StatusRuntimeException e) {
            if (!PASSING.contains(e.getStatus().getCode())) {
                throw e;
            }
        }
    }

    private CreateUploadRequest request(String id) throws IOException {
        CreateUploadRequest.Builder request = CreateUploadRequest.newBuilder().setUploadId(id);
        for (Path file : files) {
            request.addFiles(UploadFile.newBuilder().setName(file.toString()).setSize(Files.size(file)));
        }
        return request.build();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Sends what is not committed. */
    private void write() throws IOException, InterruptedException {
        if (upload.getCommittedBytes() == upload.getBytes()) {
            return;
        }
        BlockingClientCall<WriteUploadRequest, Upload> call =
                client.resumableUploads().writeUpload();
        try {
            call.write(WriteUploadRequest.newBuilder()
                    .setName(upload.getName())
                    .setOffset(upload.getCommittedBytes())
                    .build());
            sendFiles(call);
            call.halfClose();
            upload = call.read();
        } catch (StatusException e) {
            throw e.getStatus().asRuntimeException(e.getTrailers());
        } catch (IOException | RuntimeException | InterruptedException e) {
            call.cancel("the upload broke off", e);
            throw e;
        }
        if (upload.getCommittedBytes() < upload.getBytes()) {
            throw new CliException(ExitCode.OTHER, "a file became shorter while it was sent; run the command again");
        }
    }

    private void sendFiles(BlockingClientCall<WriteUploadRequest, Upload> call)
            throws IOException, InterruptedException, StatusException {
        long start = 0;
        boolean taken = true;
        for (int i = 0; taken && i < files.size(); i++) {
            long size = upload.getFiles(i).getSize();
            long from = Math.max(0, upload.getCommittedBytes() - start);
            if (from < size) {
                taken = send(call, files.get(i), from, start, size);
            }
            start += size;
        }
    }

    /** False if the server has answered already. */
    private boolean send(
            BlockingClientCall<WriteUploadRequest, Upload> call, Path file, long from, long start, long size)
            throws IOException, InterruptedException, StatusException {
        try (InputStream content = Files.newInputStream(file)) {
            content.skipNBytes(from);
            var piece = new byte[PIECE_BYTES];
            long at = from;
            int length;
            while ((length = content.readNBytes(piece, 0, (int) Math.min(PIECE_BYTES, size - at))) > 0) {
                boolean taken = call.write(WriteUploadRequest.newBuilder()
                        .setContent(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(piece, length)))
                        .build());
                if (!taken) {
                    return false;
                }
                at += length;
                sent.accept(start + at);
            }
            return true;
        }
    }
}
