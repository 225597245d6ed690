package io.malmoi.models;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The same model on several devices (data parallelism): each differentiates its part of a batch, and all change their weights by the sum
 * of the gradients, so that they stay equal. With one device a step is one native call. One call at a time.
 */
final class Replicas implements AutoCloseable {
    private final List<Replica> replicas = new ArrayList<>();
    /** A thread each; null for one alone, which works on the caller's. */
    private final ExecutorService threads;

    Replicas(ModelConfig config, TrainingOptions options, Arithmetic arithmetic, List<Device> devices) {
        threads = devices.size() == 1 ? null : Executors.newFixedThreadPool(devices.size(), Replicas::thread);
        try {
            devices.forEach(device -> replicas.add(new Replica(config, options, arithmetic, device)));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "training-replica");
        thread.setDaemon(true);
        return thread;
    }

    /** All of them, the first being the one that is evaluated and saved. */
    List<Replica> all() {
        return replicas;
    }

    /** A step on all of a batch. Each replica drops by a seed of its own. */
    Replica.Outcome step(StepTokens tokens, Replica.Numbers numbers, long seed) {
        if (threads == null) {
            return replicas.get(0).step(tokens, numbers, seed);
        }
        int count = replicas.size();
        requireShareable(tokens.sequences(), count);
        List<NDManager> scopes =
                replicas.stream().map(replica -> replica.program().newManager()).toList();
        try {
            List<NDList> parts = together(i -> replicas.get(i)
                    .accumulate(scopes.get(i), tokens.part(i, count), numbers, Seeds.mix(seed, i) >>> 1));
            NDList sums = parts.get(0);
            for (NDList part : parts.subList(1, count)) {
                replicas.get(0).add(scopes.get(0), sums, part);
            }
            List<NDList> copies = IntStream.range(0, count)
                    .mapToObj(i -> i == 0 ? sums : replicas.get(i).copies(scopes.get(i), sums))
                    .toList();
            double loss = sums.get(0).getFloat() / numbers.scale();
            List<Double> norms = together(i -> replicas.get(i).update(scopes.get(i), copies.get(i), numbers));
            return new Replica.Outcome(loss, norms.get(0));
        } finally {
            scopes.forEach(NDManager::close);
        }
    }

    /** Refuses a micro-batch of fewer sequences than there are devices. */
    static void requireShareable(int sequences, int devices) {
        if (sequences < devices) {
            throw new IllegalArgumentException("a batch_size of " + sequences + " cannot be shared among " + devices
                    + " GPUs: choose " + devices + " or more, or name fewer in CUDA_VISIBLE_DEVICES");
        }
    }

    /** Waits for all, also where one fails. */
    private <T> List<T> together(IntFunction<T> work) {
        List<CompletableFuture<T>> futures = IntStream.range(0, replicas.size())
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> work.apply(i), threads))
                .toList();
        try {
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).join();
            return futures.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        if (threads != null) {
            threads.shutdown();
        }
    }
}
