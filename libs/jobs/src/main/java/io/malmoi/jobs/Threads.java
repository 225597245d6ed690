package io.malmoi.jobs;

import java.time.Duration;

/** Waiting that leaves the interrupt flag as it should be. */
final class Threads {
    private Threads() {}

    /** Sleeps, or returns early with the flag set. */
    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of a thread. Whether it has ended. */
    static boolean join(Thread thread, Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
