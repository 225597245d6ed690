package io.malmoi.cli.client;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc.CorpusServiceStub;
import io.malmoi.v1.CreateCorpusRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/** The upload of one text in pieces, no faster than the server takes them, so that nothing piles up in memory. */
public final class CorpusUpload {
    private static final int PIECE_BYTES = 256 << 10;

    private final CompletableFuture<Corpus> result = new CompletableFuture<>();
    private ClientCallStreamObserver<CreateCorpusRequest> requests;

    private CorpusUpload() {}

    /**
     * Sends a text and waits until it is stored.
     *
     * @param id the corpus's id
     * @param text UTF-8; read to its end, not closed
     * @param sent is told the number of bytes sent so far
     * @throws io.grpc.StatusRuntimeException as CreateCorpus says
     */
    public static Corpus send(CorpusServiceStub stub, String id, InputStream text, LongConsumer sent)
            throws IOException {
        CorpusUpload upload = new CorpusUpload();
        stub.createCorpus(upload.new Responses());
        try {
            upload.pump(id, text, sent);
            return upload.result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (IOException e) {
            upload.requests.cancel("the text could not be read", e);
            throw e;
        }
    }

    private void pump(String id, InputStream text, LongConsumer sent) throws IOException {
        CreateCorpusRequest.Builder request = CreateCorpusRequest.newBuilder().setCorpusId(id);
        long bytes = 0;
        for (byte[] piece = text.readNBytes(PIECE_BYTES); awaitReady(); piece = text.readNBytes(PIECE_BYTES)) {
            if (piece.length == 0 && bytes > 0) {
                break;
            }
            requests.onNext(request.setContent(ByteString.copyFrom(piece)).build());
            request.clear();
            bytes += piece.length;
            sent.accept(bytes);
            if (piece.length < PIECE_BYTES) {
                break;
            }
        }
        if (!result.isDone()) {
            requests.onCompleted();
        }
    }

    /** Waits until the server takes more; false if it has answered already. */
    private synchronized boolean awaitReady() {
        try {
            while (!requests.isReady() && !result.isDone()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            requests.cancel("interrupted", e);
            return false;
        }
        return !result.isDone();
    }

    private synchronized void wake() {
        notifyAll();
    }

    private final class Responses implements ClientResponseObserver<CreateCorpusRequest, Corpus> {
        @Override
        public void beforeStart(ClientCallStreamObserver<CreateCorpusRequest> stream) {
            requests = stream;
            stream.setOnReadyHandler(CorpusUpload.this::wake);
        }

        @Override
        public void onNext(Corpus corpus) {
            result.complete(corpus);
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
            wake();
        }

        @Override
        public void onCompleted() {
            wake();
        }
    }
}
