package io.malmoi.jobs;

import java.time.Duration;

/** How long to wait after failures in a row: a second, then twice as long each time, up to a minute. */
final class Backoff {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;

    private int failures;
    private long end = System.nanoTime();

    void failed() {
        Duration pause = Duration.ofSeconds(1L << Math.min(failures++, MOST_DOUBLINGS));
        end = System.nanoTime() + (pause.compareTo(LONGEST) < 0 ? pause : LONGEST).toNanos();
    }

    void succeeded() {
        failures = 0;
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }
}
