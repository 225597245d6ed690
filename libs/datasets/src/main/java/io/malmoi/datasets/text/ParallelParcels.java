package io.malmoi.datasets.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Work on all processors, parcel by parcel, in the order in which things were read. At most a few parcels for each processor are
 * in memory. Reading and waiting happen on the caller's thread.
 *
 * @param <T> what is read
 * @param <R> what becomes of a parcel
 */
public final class ParallelParcels<T, R> implements AutoCloseable {
    private static final int PARCEL_BYTES = 1 << 18;

    /**
     * Where things come from.
     *
     * @param <T> what is read
     */
    @FunctionalInterface
    public interface Source<T> {
        /** The next one; null at the end. */
        T next() throws IOException;
    }

    private final String what;
    private final Source<T> source;
    private final ToIntFunction<T> size;
    private final Function<List<T>, R> work;
    private final int parallelism = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads;
    private final Queue<Future<R>> underWay = new ArrayDeque<>();
    private boolean ended;

    /**
     * Begins nothing yet.
     *
     * @param what a verb, the threads' name, such as {@code encode}
     * @param size bytes of a thing, about
     * @param work done to each parcel by several threads at once
     */
    public ParallelParcels(String what, Source<T> source, ToIntFunction<T> size, Function<List<T>, R> work) {
        this.what = what;
        this.source = source;
        this.size = size;
        this.work = work;
        this.threads = Executors.newFixedThreadPool(parallelism, task -> {
            var thread = new Thread(task, what);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What became of the next parcel; null at the end.
     *
     * @throws IllegalArgumentException if the work on it failed so, since something in the parcel is wrong
     * @throws IllegalStateException if it failed otherwise
     */
    public R next() throws IOException {
        while (!ended && underWay.size() <= 2 * parallelism) {
            List<T> parcel = read();
            if (!parcel.isEmpty()) {
                underWay.add(threads.submit(() -> work.apply(parcel)));
            }
        }
        return underWay.isEmpty() ? null : await(underWay.remove());
    }

    private List<T> read() throws IOException {
        List<T> parcel = new ArrayList<>();
        int bytes = 0;
        while (bytes < PARCEL_BYTES) {
            T thing = source.next();
            if (thing == null) {
                ended = true;
                return parcel;
            }
            parcel.add(thing);
            bytes += size.applyAsInt(thing);
        }
        return parcel;
    }

    private R await(Future<R> parcel) throws IOException {
        try {
            return parcel.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted: " + what);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException fault) {
                throw fault;
            }
            throw new IllegalStateException("cannot " + what + " the text", e.getCause());
        }
    }

    /** Stops all work. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
