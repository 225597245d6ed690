package io.malmoi.datasets;

import io.malmoi.tokenization.Tokenizer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Encodes pieces of text on all processors and writes them in the order in which they came. At most a few parcels of text
 * for each processor are under way. Reading, writing and waiting happen on the caller's thread.
 */
final class ParallelEncoder implements AutoCloseable {
    private static final int PARCEL_BYTES = 1 << 18;

    private record Parcel(List<Split.Piece> pieces, Future<List<int[]>> tokens) {}

    private final Tokenizer tokenizer;
    private final DatasetBuilder.Bins bins;
    private final int parallelism = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads = Executors.newFixedThreadPool(parallelism, task -> {
        var thread = new Thread(task, "encode");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Parcel> underWay = new ArrayDeque<>();
    private List<Split.Piece> collected = new ArrayList<>();
    private int collectedBytes;
    private long written;

    ParallelEncoder(Tokenizer tokenizer, DatasetBuilder.Bins bins) {
        this.tokenizer = tokenizer;
        this.bins = bins;
    }

    /** Takes the next piece; may wait for earlier ones. */
    void add(Split.Piece piece) throws IOException {
        collected.add(piece);
        collectedBytes += piece.text().length;
        if (collectedBytes >= PARCEL_BYTES) {
            send();
        }
    }

    private void send() throws IOException {
        List<Split.Piece> pieces = collected;
        underWay.add(new Parcel(pieces, threads.submit(() -> encode(pieces))));
        collected = new ArrayList<>();
        collectedBytes = 0;
        while (underWay.size() > 2 * parallelism) {
            write(underWay.remove());
        }
    }

    private List<int[]> encode(List<Split.Piece> pieces) {
        List<int[]> tokens = new ArrayList<>(pieces.size());
        for (Split.Piece piece : pieces) {
            tokens.add(tokenizer.encode(new String(piece.text(), StandardCharsets.UTF_8)));
        }
        return tokens;
    }

    private void write(Parcel parcel) throws IOException {
        List<int[]> tokens = await(parcel.tokens());
        for (int i = 0; i < tokens.size(); i++) {
            Split.Piece piece = parcel.pieces().get(i);
            bins.write(piece, tokens.get(i));
            written += piece.text().length;
        }
    }

    private static List<int[]> await(Future<List<int[]>> tokens) throws IOException {
        try {
            return tokens.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while encoding");
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot encode the text", e.getCause());
        }
    }

    /** Bytes of text whose tokens are written. */
    long written() {
        return written;
    }

    /** Encodes and writes what is left. */
    void finish() throws IOException {
        send();
        while (!underWay.isEmpty()) {
            write(underWay.remove());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
