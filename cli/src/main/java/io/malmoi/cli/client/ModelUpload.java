package io.malmoi.cli.client;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.v1.CreateModelRequest;
import io.malmoi.v1.Model;
import io.malmoi.v1.ModelServiceGrpc.ModelServiceBlockingV2Stub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** The upload of a model's files in pieces, no faster than the server takes them. */
public final class ModelUpload {
    private static final int PIECE_BYTES = 1 << 20;

    private final BlockingClientCall<CreateModelRequest, Model> call;
    private final LongConsumer sent;
    private long bytes;

    private ModelUpload(BlockingClientCall<CreateModelRequest, Model> call, LongConsumer sent) {
        this.call = call;
        this.sent = sent;
    }

    /**
     * Sends files and waits until the model is published.
     *
     * @param first says what is to be made
     * @param sent is told the number of bytes sent so far
     * @throws io.grpc.StatusRuntimeException as CreateModel says
     */
    public static Model send(
            ModelServiceBlockingV2Stub stub, CreateModelRequest first, List<Path> files, LongConsumer sent)
            throws IOException, InterruptedException {
        BlockingClientCall<CreateModelRequest, Model> call = stub.createModel();
        try {
            ModelUpload upload = new ModelUpload(call, sent);
            boolean taken = call.write(first);
            for (int i = 0; taken && i < files.size(); i++) {
                taken = upload.send(files.get(i));
            }
            call.halfClose();
            return call.read();
        } catch (StatusException e) {
            throw e.getStatus().asRuntimeException(e.getTrailers());
        } catch (IOException | RuntimeException | InterruptedException e) {
            call.cancel("the upload broke off", e);
            throw e;
        }
    }

    /** False if the server has answered already. */
    private boolean send(Path file) throws IOException, InterruptedException, StatusException {
        boolean taken = call.write(CreateModelRequest.newBuilder()
                .setFile(file.getFileName().toString())
                .build());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE_BYTES];
            int length;
            while (taken && (length = in.readNBytes(piece, 0, PIECE_BYTES)) > 0) {
                taken = call.write(CreateModelRequest.newBuilder()
                        .setContent(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(piece, length)))
                        .build());
                bytes += length;
                sent.accept(bytes);
            }
        }
        return taken;
    }
}
