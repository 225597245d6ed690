package io.malmoi.cli.client;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerServiceGrpc.TokenizerServiceBlockingV2Stub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The upload of a tokenizer's files in pieces, no faster than the server takes them. */
public final class TokenizerUpload {
    private static final int PIECE_BYTES = 256 << 10;

    private TokenizerUpload() {}

    /**
     * Sends files and waits until the tokenizer is published.
     *
     * @param id the tokenizer's id
     * @throws io.grpc.StatusRuntimeException as ImportTokenizer says
     */
    public static Tokenizer send(TokenizerServiceBlockingV2Stub stub, String id, List<Path> files)
            throws IOException, InterruptedException {
        BlockingClientCall<ImportTokenizerRequest, Tokenizer> call = stub.importTokenizer();
        try {
            boolean taken = true;
            for (int i = 0; taken && i < files.size(); i++) {
                taken = send(call, id, files.get(i));
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
    private static boolean send(BlockingClientCall<ImportTokenizerRequest, Tokenizer> call, String id, Path file)
            throws IOException, InterruptedException, StatusException {
        ImportTokenizerRequest.Builder request = ImportTokenizerRequest.newBuilder()
                .setTokenizerId(id)
                .setFile(file.getFileName().toString());
        boolean taken = call.write(request.build());
        request.clear();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE_BYTES];
            int length;
            while (taken && (length = in.readNBytes(piece, 0, PIECE_BYTES)) > 0) {
                taken = call.write(request.setContent(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(piece, length)))
                        .build());
            }
        }
        return taken;
    }
}
