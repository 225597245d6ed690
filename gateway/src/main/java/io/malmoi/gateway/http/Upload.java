package io.malmoi.gateway.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.rpc.Code;
import io.grpc.Channel;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.jobs.JobException;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Function;

/** Sends a body of any size, piece by piece, no faster than it is taken. */
final class Upload {
    private static final int PIECE_BYTES = 256 << 10;

    private Upload() {}

    /** To {@code CreateCorpus}. */
    static Corpus send(Channel channel, CreateCorpusRequest first, InputStream body) throws Exception {
        return send(
                CorpusServiceGrpc.newBlockingV2Stub(channel).createCorpus(),
                first,
                content -> CreateCorpusRequest.newBuilder().setContent(content).build(),
                body);
    }

    /** To {@code ImportTokenizer}. */
    static Tokenizer send(Channel channel, ImportTokenizerRequest first, InputStream body) throws Exception {
        return send(
                TokenizerServiceGrpc.newBlockingV2Stub(channel).importTokenizer(),
                first,
                content ->
                        ImportTokenizerRequest.newBuilder().setContent(content).build(),
                body);
    }

    private static <Q, R> R send(
            BlockingClientCall<Q, R> call, Q first, Function<ByteString, Q> request, InputStream body)
            throws Exception {
        try {
            boolean taken = call.write(first);
            byte[] piece = new byte[PIECE_BYTES];
            int length;
            while (taken && (length = body.readNBytes(piece, 0, PIECE_BYTES)) > 0) {
                taken = call.write(request.apply(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(piece, length))));
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
}
