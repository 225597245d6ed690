package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import io.malmoi.datasets.text.DocumentLines;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Documents cleaned on all processors, in the order in which they were read. At most a few parcels of documents for each
 * processor are in memory. Reading and waiting happen on the caller's thread.
 */
final class CleanedDocuments implements AutoCloseable {
    private static final int PARCEL_BYTES = 1 << 18;

    private record Parcel(List<Kept> kept, Tally tally) {}

    private final DocumentLines documents;
    private final DocumentCleaner cleaner;
    private final Tally tally;
    private final int parallelism = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads = Executors.newFixedThreadPool(parallelism, task -> {
        var thread = new Thread(task, "clean");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Future<Parcel>> underWay = new ArrayDeque<>();
    private Iterator<Kept> current = List.<Kept>of().iterator();
    private boolean ended;

    CleanedDocuments(DocumentLines documents, CleaningPlan plan, Tally tally) {
        this.documents = documents;
        this.cleaner = new DocumentCleaner(plan);
        this.tally = tally;
    }

    /** The next document that is kept; null at the end. */
    Kept next() throws IOException {
        while (!current.hasNext()) {
            send();
            if (underWay.isEmpty()) {
                return null;
            }
            Parcel parcel = await(underWay.remove());
            tally.add(parcel.tally());
            current = parcel.kept().iterator();
        }
        return current.next();
    }

    private void send() throws IOException {
        while (!ended && underWay.size() <= 2 * parallelism) {
            List<byte[]> batch = read();
            if (!batch.isEmpty()) {
                underWay.add(threads.submit(() -> clean(batch)));
            }
        }
    }

    private List<byte[]> read() throws IOException {
        List<byte[]> batch = new ArrayList<>();
        int bytes = 0;
        while (!ended && bytes < PARCEL_BYTES) {
            byte[] document = documents.next();
            ended = document == null;
            if (!ended) {
                batch.add(document);
                bytes += document.length;
            }
        }
        return batch;
    }

    private Parcel clean(List<byte[]> batch) {
        var parcel = new Parcel(new ArrayList<>(batch.size()), new Tally());
        for (byte[] document : batch) {
            cleaner.clean(document, parcel.tally()).ifPresent(parcel.kept()::add);
        }
        return parcel;
    }

    private static Parcel await(Future<Parcel> parcel) throws IOException {
        try {
            return parcel.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while cleaning");
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot clean the text", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
