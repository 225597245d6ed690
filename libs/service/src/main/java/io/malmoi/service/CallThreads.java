package io.malmoi.service;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that calls run on. Handlers block, so there are as many as calls at a time, which
 * {@code malmoi.grpc.max-concurrent-calls} bounds; a thread that is idle for a minute ends.
 */
@Singleton
final class CallThreads {
    private static final AtomicLong COUNT = new AtomicLong();

    private final ExecutorService executor =
            Executors.newCachedThreadPool(task -> daemon(task, "call-" + COUNT.incrementAndGet()));
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "call-deadlines"));

    ExecutorService executor() {
        return executor;
    }

    ScheduledExecutorService clock() {
        return clock;
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
        clock.shutdownNow();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
