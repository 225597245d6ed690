package io.malmoi.service;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * What this process needs before it can serve, such as its object store. Each is tried in the background, again and again;
 * the process is ready, for HTTP and gRPC health alike, while all answer. Thread-safe.
 */
@Singleton
public final class Dependencies {
    private static final Logger LOG = Logger.getLogger(Dependencies.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;
    private static final long PAUSE_WHILE_WELL_MILLIS = 5_000;

    private final Health health;
    private final ExecutorService threads = Executors.newCachedThreadPool(Dependencies::daemon);
    private final Map<String, Optional<String>> troubles = new TreeMap<>();
    private boolean started;

    Dependencies(Health health) {
        this.health = health;
    }

    /** Tries a dependency out. */
    @FunctionalInterface
    public interface Probe {
        /** Returns if the dependency answers; else throws, with a message for the operator. May prepare what is missing. */
        void check() throws Exception;
    }

    /**
     * Watches a dependency from now on.
     *
     * @param name what it is and where, such as {@code object store http://127.0.0.1:9000}
     */
    public void watch(String name, Probe probe) {
        report(name, Optional.of("not tried yet"));
        threads.execute(() -> probeForever(name, probe));
    }

    /** Each dependency with what is wrong with it, empty if nothing is. */
    public synchronized Map<String, Optional<String>> troubles() {
        return Map.copyOf(troubles);
    }

    /** Whether the process has started and every dependency answers. */
    public synchronized boolean ready() {
        return started && troubles.values().stream().allMatch(Optional::isEmpty);
    }

    synchronized void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        started = true;
        health.serving(ready());
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    private void probeForever(String name, Probe probe) {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (true) {
                Optional<String> trouble = trouble(probe);
                boolean changed = report(name, trouble);
                if (trouble.isPresent()) {
                    LOG.warnf("%s does not answer (%s); next try in %d ms", name, trouble.get(), pause);
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                } else {
                    if (changed) {
                        LOG.infof("%s answers", name);
                    }
                    pause = FIRST_PAUSE_MILLIS;
                    Thread.sleep(PAUSE_WHILE_WELL_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> trouble(Probe probe) throws InterruptedException {
        try {
            probe.check();
            return Optional.empty();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            String message = e.getMessage();
            return Optional.of(
                    message == null
                            ? e.getClass().getSimpleName()
                            : message.lines().findFirst().orElse(""));
        }
    }

    private synchronized boolean report(String name, Optional<String> trouble) {
        Optional<String> before = troubles.put(name, trouble);
        health.serving(ready());
        return before == null || before.isPresent() != trouble.isPresent();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dependency");
        thread.setDaemon(true);
        return thread;
    }
}
