package io.malmoi.inference;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactNotFoundException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.ObjectStoreUnavailableException;
import io.malmoi.jobs.JobException;
import io.malmoi.service.Statuses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToLongFunction;

/**
 * The models in memory, loaded when first asked for, each once however many ask. A bounded number is kept: the one that was
 * used longest ago makes room for another, but never while somebody uses it. A model that was deleted, or replaced as the best
 * checkpoint is, is noticed after a while and let go. Thread-safe.
 */
final class Models implements AutoCloseable {
    private static final long RETRY_MILLIS = 5_000;

    private final ArtifactStore store;
    private final Loader loader;
    private final int most;
    private final long refreshNanos;
    /** Least recently used first. */
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** Makes a model from its artifact. */
    @FunctionalInterface
    interface Loader {
        LoadedModel load(Manifest manifest) throws Exception;
    }

    Models(ArtifactStore store, Loader loader, int most, long refreshNanos) {
        this.store = store;
        this.loader = loader;
        this.most = most;
        this.refreshNanos = refreshNanos;
    }

    /**
     * A model, loaded if need be, which stays in memory until the lease is closed.
     *
     * @throws ArtifactNotFoundException if there is no such model
     * @throws io.malmoi.artifacts.ArtifactCorruptException if a file does not match its checksum
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED with RetryInfo, if no model in memory can make room
     */
    Lease acquire(String name) {
        Entry entry = enter(name);
        try {
            if (entry.claimLoading()) {
                startLoading(entry);
            }
            return new Lease(entry, entry.model.join());
        } catch (CompletionException e) {
            leave(entry);
            throw unchecked(e.getCause());
        } catch (RuntimeException | Error e) {
            leave(entry);
            throw e;
        }
    }

    /** Sums a number over the models in memory. */
    synchronized long sum(ToLongFunction<Engine> number) {
        return entries.values().stream()
                .filter(Entry::loaded)
                .mapToLong(entry -> number.applyAsLong(entry.model.join().engine()))
                .sum();
    }

    /** The entry of a model as the object store has it now, with one user more. */
    private Entry enter(String name) {
        Entry fresh = enterFresh(name);
        if (fresh != null) {
            return fresh;
        }
        try {
            return enter(store.get(name));
        } catch (ArtifactNotFoundException e) {
            forget(name);
            throw e;
        } catch (ObjectStoreUnavailableException e) {
            return enterStale(name, e);
        }
    }

    private synchronized Entry enterFresh(String name) {
        Entry entry = entries.get(name);
        return entry != null && System.nanoTime() - entry.checked < refreshNanos ? entry.enter() : null;
    }

    /** While the object store is away, what is in memory is as good as can be had. */
    private synchronized Entry enterStale(String name, ObjectStoreUnavailableException reason) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw reason;
        }
        return entry.enter();
    }

    private Entry enter(Manifest manifest) {
        List<Entry> idle = new ArrayList<>();
        try {
            synchronized (this) {
                Entry entry = entries.get(manifest.name());
                if (entry != null && !entry.manifest.files().equals(manifest.files())) {
                    retire(entry, idle);
                    entry = null;
                }
                if (entry == null) {
                    makeRoom(idle);
                    entry = new Entry(manifest);
                    entries.put(manifest.name(), entry);
                }
                entry.checked = System.nanoTime();
                return entry.enter();
            }
        } finally {
            idle.forEach(Entry::unload);
        }
    }

    private void makeRoom(List<Entry> idle) {
        if (entries.size() < most) {
            return;
        }
        Entry oldest = entries.values().stream()
                .filter(entry -> entry.users == 0)
                .findFirst()
                .orElseThrow(() -> Statuses.busy(
                        "all %d models in memory, as many as malmoi.inference.max-models allows, are in use; try again soon"
                                .formatted(most),
                        RETRY_MILLIS));
        retire(oldest, idle);
    }

    private void forget(String name) {
        List<Entry> idle = new ArrayList<>();
        synchronized (this) {
            Entry entry = entries.get(name);
            if (entry != null) {
                retire(entry, idle);
            }
        }
        idle.forEach(Entry::unload);
    }

    /** Nobody can enter it any more; the last user unloads it, or the caller if there is none. */
    private void retire(Entry entry, List<Entry> idle) {
        entries.remove(entry.manifest.name());
        entry.retired = true;
        if (entry.users == 0) {
            idle.add(entry);
        }
    }

    /**
     * On a thread that ends when the model is loaded. Those of libtorch that it had to help it end with it: were there more of them than
     * processors, none would wait awake for the next operator, and a small model would generate at half the speed.
     */
    private void startLoading(Entry entry) {
        Thread thread = new Thread(() -> load(entry), "load-" + entry.manifest.name());
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            fail(entry, e);
        }
    }

    private void load(Entry entry) {
        try {
            entry.model.complete(loader.load(entry.manifest));
        } catch (Throwable e) {
            fail(entry, e);
        }
    }

    private void fail(Entry entry, Throwable reason) {
        synchronized (this) {
            entries.remove(entry.manifest.name(), entry);
            entry.retired = true;
        }
        entry.model.completeExceptionally(reason);
    }

    private void leave(Entry entry) {
        boolean last;
        synchronized (this) {
            entry.users--;
            last = entry.retired && entry.users == 0;
        }
        if (last) {
            entry.unload();
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known
                ? known
                : new JobException(Code.INTERNAL, "the model cannot be loaded: " + failure.getMessage(), failure);
    }

    /** Unloads all models, also those in use. */
    @Override
    public void close() {
        List<Entry> all;
        synchronized (this) {
            all = List.copyOf(entries.values());
            entries.clear();
        }
        all.forEach(Entry::unload);
    }

    /** A model in memory, or about to be. All but the future is guarded by the lock of the enclosing object. */
    private static final class Entry {
        private final Manifest manifest;
        private final CompletableFuture<LoadedModel> model = new CompletableFuture<>();
        private boolean loading;
        private boolean retired;
        private int users;
        private long checked;

        Entry(Manifest manifest) {
            this.manifest = manifest;
        }

        Entry enter() {
            users++;
            return this;
        }

        synchronized boolean claimLoading() {
            boolean mine = !loading;
            loading = true;
            return mine;
        }

        boolean loaded() {
            return model.isDone() && !model.isCompletedExceptionally();
        }

        void unload() {
            if (loaded()) {
                model.join().close();
            }
        }
    }

    /** The use of a model. */
    final class Lease {
        private final Entry entry;
        private final LoadedModel model;

        private Lease(Entry entry, LoadedModel model) {
            this.entry = entry;
            this.model = model;
        }

        LoadedModel model() {
            return model;
        }

        /** Ends the use; to be called once. */
        void release() {
            leave(entry);
        }
    }
}
