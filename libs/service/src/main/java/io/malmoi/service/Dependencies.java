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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What this process needs before it can serve, such as its object store. Each is tried in the background, again and again;
 * the process is ready, for HTTP and gRPC health alike, while all answer. Thread-safe.
 */
@Singleton
public final class Dependencies {
    private static final Logger LOG = Logger.getLogger(Dependencies.class);
    private static final long PAUSE_MILLIS = 500;
    private static final long PAUSE_WHILE_WELL_MILLIS = 3_000;

    private static final String NOT_TRIED = "not tried yet";

    private final Health health;
    private final ExecutorService threads = Executors.newCachedThreadPool(Dependencies::daemon);
    private final Map<String, Optional<String>> troubles = new TreeMap<>();
    private boolean started;
    private boolean serving;

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
     * @param name what it is, such as {@code object store}
     */
    public void watch(String name, Probe probe) {
        watch(name, probe, trouble -> say(name, trouble));
    }

    /** Watches a dependency that is reached by other code, which knows whether it answers and says so in the log. */
    public void watchReadiness(String name, BooleanSupplier answers) {
        Probe probe = () -> {
            if (!answers.getAsBoolean()) {
                throw new IllegalStateException("not connected yet");
            }
        };
        watch(name, probe, trouble -> {});
    }

    private void watch(String name, Probe probe, Consumer<Optional<String>> news) {
        report(name, Optional.of(NOT_TRIED));
        threads.execute(() -> probeForever(name, probe, news));
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
        serve();
    }

    synchronized void stop(@Observes Stopping event) {
        started = false;
        health.enterTerminalState();
        threads.shutdownNow();
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    private void probeForever(String name, Probe probe, Consumer<Optional<String>> news) {
        try {
            while (true) {
                Optional<String> trouble = trouble(probe);
                if (report(name, trouble)) {
                    news.accept(trouble);
                }
                Thread.sleep(trouble.isPresent() ? PAUSE_MILLIS : PAUSE_WHILE_WELL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String name, Optional<String> trouble) {
        if (trouble.isPresent()) {
            LOG.warnf("%s: %s; trying again until it answers", name, trouble.get());
        } else {
            LOG.infof("%s answers", name);
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

    /** Whether this is news. */
    private synchronized boolean report(String name, Optional<String> trouble) {
        Optional<String> before = troubles.put(name, trouble);
        serve();
        return before != null && (before.isPresent() != trouble.isPresent() || before.equals(Optional.of(NOT_TRIED)));
    }

    private void serve() {
        boolean now = ready();
        health.serving(now);
        if (now != serving) {
            LOG.info(now ? "ready" : "not ready, until all that is needed answers");
        }
        serving = now;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dependency");
        thread.setDaemon(true);
        return thread;
    }
}
