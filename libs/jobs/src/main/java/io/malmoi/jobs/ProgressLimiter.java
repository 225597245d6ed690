package io.malmoi.jobs;

import io.malmoi.v1.Progress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lets through four values a second, and the first and last of every stage. Thread-safe. */
final class ProgressLimiter {
    static final Duration INTERVAL = Duration.ofMillis(250);

    private final Consumer<Progress> sink;
    private final LongSupplier nanoTime;
    private Progress held;
    private String stage;
    private long sentAt;

    ProgressLimiter(Consumer<Progress> sink, LongSupplier nanoTime) {
        this.sink = sink;
        this.nanoTime = nanoTime;
    }

    synchronized void offer(Progress progress) {
        if (!progress.getStage().equals(stage)) {
            flush();
            stage = progress.getStage();
            send(progress);
            return;
        }
        held = progress;
        flushIfDue();
    }

    /** Sends what is held back for long enough. To be called now and then. */
    synchronized void flushIfDue() {
        if (held != null && nanoTime.getAsLong() - sentAt >= INTERVAL.toNanos()) {
            flush();
        }
    }

    /** Sends what is held back. */
    synchronized void flush() {
        if (held != null) {
            send(held);
        }
    }

    private void send(Progress progress) {
        held = null;
        sentAt = nanoTime.getAsLong();
        sink.accept(progress);
    }
}
