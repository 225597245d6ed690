package io.malmoi.gateway.http;

import com.google.protobuf.UnsafeByteOperations;
import com.google.rpc.Code;
import io.grpc.Channel;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.jobs.JobException;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Sends a body of any size to {@code CreateCorpus}, piece by piece, no faster than it is taken. */
final class Upload {
    private static final int PIECE_BYTES = 256 << 10;

    private Upload() {}

    static Corpus send(Channel channel, CreateCorpusRequest first, InputStream body) throws Exception {
        BlockingClientCall<CreateCorpusRequest, Corpus> call =
                CorpusServiceGrpc.newBlockingV2Stub(channel).createCorpus();
        try {
            boolean taken = call.write(first);
            byte[] piece = new byte[PIECE_BYTES];
            int length;
            while (taken && (length = body.readNBytes(piece, 0, PIECE_BYTES)) > 0) {
                taken = call.write(request(Arrays.copyOf(piece, length)));
            }
            call.halfClose();
            return call.read();
        } catch (IOException e) {
            call.cancel("the upload broke off", e);
            throw new JobException(Code.CANCELLED, "the upload broke off: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            call.cancel("the upload broke off", e);
            throw e;
        }
    }

    private static CreateCorpusRequest request(byte[] content) {
        return CreateCorpusRequest.newBuilder()
                .setContent(UnsafeByteOperations.unsafeWrap(content))
                .build();
    }
}
