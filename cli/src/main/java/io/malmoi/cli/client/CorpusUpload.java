package io.malmoi.cli.client;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc.CorpusServiceStub;
import io.malmoi.v1.CreateCorpusRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/** The upload of files in pieces, no faster than the server takes them, so that nothing piles up in memory. */
public final class CorpusUpload {
    private static final int PIECE_BYTES = 256 << 10;

    private final CompletableFuture<Corpus> result = new CompletableFuture<>();
    private final LongConsumer sent;
    private ClientCallStreamObserver<CreateCorpusRequest> requests;
    private long bytes;

    private CorpusUpload(LongConsumer sent) {
        this.sent = sent;
    }

    /**
     * A file to send.
     *
     * @param name its name, which may tell its format; empty if it has none
     */
    public record Source(String name, Content content) {
        /** Opens a file. */
        @FunctionalInterface
        public interface Content {
            /** From the first byte on. */
            InputStream open() throws IOException;
        }
    }

    /**
     * Sends files and waits until they are stored.
     *
     * @param first says the corpus's id and the files' format
     * @param sent is told the number of bytes sent so far
     * @throws io.grpc.StatusRuntimeException as CreateCorpus says
     */
    public static Corpus send(
            CorpusServiceStub stub, CreateCorpusRequest first, List<Source> sources, LongConsumer sent)
            throws IOException {
        CorpusUpload upload = new CorpusUpload(sent);
        stub.createCorpus(upload.new Responses());
        try {
            upload.requests.onNext(first);
            for (Source source : sources) {
                try (InputStream content = source.content().open()) {
                    upload.pump(source.name(), content);
                }
            }
            if (!upload.result.isDone()) {
                upload.requests.onCompleted();
            }
            return upload.result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (IOException e) {
            upload.requests.cancel("a file could not be read", e);
            throw e;
        }
    }

    private void pump(String name, InputStream content) throws IOException {
        CreateCorpusRequest.Builder request = CreateCorpusRequest.newBuilder().setFile(name);
        byte[] piece;
        do {
            piece = content.readNBytes(PIECE_BYTES);
            if (!awaitReady()) {
                return;
            }
            requests.onNext(request.setContent(ByteString.copyFrom(piece)).build());
            request.clear();
            bytes += piece.length;
            sent.accept(bytes);
        } while (piece.length == PIECE_BYTES);
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
