package io.malmoi.inference;

import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.malmoi.models.Decoder;
import io.malmoi.service.Statuses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Writes many answers at once with one model (continuous batching): requests join between two steps as soon as a slot is free,
 * in the order in which they came, and leave when they end or nobody wants them any more. All of it happens on one thread.
 *
 * <p>Thread-safe.
 */
final class Engine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Engine.class);
    /** Prompts of more tokens wait for the next step, so that a flood of prompts does not hold up the answers under way. */
    private static final int PROMPT_TOKENS_A_STEP = 4_096;

    private static final long RETRY_MILLIS = 1_000;

    private final Decoder decoder;
    private final int maxWaiting;
    private final EngineMetrics metrics;
    private final Deque<Generation> waiting = new ArrayDeque<>();
    private final List<Generation> running = new ArrayList<>();
    private final Thread thread;
    private boolean closed;
    private volatile int runningCount;
    private volatile int cachedTokens;

    /** Starts the engine, which closes the decoder when it is closed. */
    Engine(String model, Decoder decoder, int maxWaiting, EngineMetrics metrics) {
        this.decoder = decoder;
        this.maxWaiting = maxWaiting;
        this.metrics = metrics;
        this.thread = new Thread(this::run, "generate-" + model);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets a request wait for its turn. Throws RESOURCE_EXHAUSTED with RetryInfo if too many wait. */
    synchronized void submit(Generation generation) {
        if (closed) {
            throw stopping();
        }
        // Up to as many as there are free slots do not wait: the next step takes them in.
        if (waiting.size() >= maxWaiting + decoder.slots() - runningCount) {
            throw Statuses.busy(
                    "%d requests to this model wait already, as many as malmoi.inference.max-waiting allows; try again soon"
                            .formatted(maxWaiting),
                    RETRY_MILLIS);
        }
        waiting.add(generation);
        notifyAll();
    }

    /** Requests that wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Requests being continued. */
    int running() {
        return runningCount;
    }

    /** Tokens in the cache of keys and values. */
    int cachedTokens() {
        return cachedTokens;
    }

    /** Tokens for which the cache has room. */
    long cacheSize() {
        return (long) decoder.slots() * decoder.config().blockSize();
    }

    private void run() {
        try {
            while (awaitWork()) {
                try {
                    advance();
                } catch (RuntimeException | Error e) {
                    LOG.errorf(e, "a step failed; the %d requests under way fail", running.size());
                    running.forEach(generation -> generation.fail(e));
                    running.clear();
                }
                recount();
            }
        } finally {
            end();
        }
    }

    private void end() {
        List<Generation> left = new ArrayList<>(running);
        synchronized (this) {
            left.addAll(waiting);
            waiting.clear();
        }
        left.forEach(generation -> generation.fail(stopping()));
        decoder.close();
    }

    private static StatusRuntimeException stopping() {
        return Statuses.of(Code.UNAVAILABLE, "the service stops; send the request again");
    }

    private void advance() {
        remove(running, Generation::cancelled);
        join();
        remove(running, Generation::choose);
        if (!running.isEmpty()) {
            metrics.batch(running.size());
            decoder.step(
                    running.stream().map(Generation::sequence).toList(),
                    running.stream().mapToInt(Generation::newest).toArray());
        }
    }

    private void join() {
        List<Generation> joining = nextToJoin();
        if (joining.isEmpty()) {
            return;
        }
        try {
            List<Decoder.Sequence> sequences =
                    decoder.prefill(joining.stream().map(Generation::prompt).toList());
            for (int i = 0; i < joining.size(); i++) {
                joining.get(i).begin(sequences.get(i));
            }
            running.addAll(joining);
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "the prompts of %d requests cannot be read; they fail", joining.size());
            joining.forEach(generation -> generation.fail(e));
        }
    }

    private synchronized List<Generation> nextToJoin() {
        remove(waiting, Generation::cancelled);
        List<Generation> joining = new ArrayList<>();
        int longest = 0;
        while (!waiting.isEmpty() && joining.size() < decoder.freeSlots()) {
            longest = Math.max(longest, waiting.peek().prompt().length);
            if (!joining.isEmpty() && (long) longest * (joining.size() + 1) > PROMPT_TOKENS_A_STEP) {
                break;
            }
            joining.add(waiting.remove());
        }
        runningCount = running.size() + joining.size();
        return joining;
    }

    private void recount() {
        runningCount = running.size();
        cachedTokens = running.stream().mapToInt(Generation::length).sum();
    }

    private static void remove(Iterable<Generation> generations, Predicate<Generation> ended) {
        for (Iterator<Generation> all = generations.iterator(); all.hasNext(); ) {
            Generation generation = all.next();
            if (ended.test(generation)) {
                generation.close();
                all.remove();
            }
        }
    }

    /** Waits until there is something to do; false when the engine is closed. */
    private synchronized boolean awaitWork() {
        try {
            while (!closed && running.isEmpty() && waiting.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        return !closed;
    }

    /** Stops after the step under way and frees the model. Requests still there fail; there should be none. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        // The last answer of a model that is to be unloaded ends on the engine's own thread.
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
