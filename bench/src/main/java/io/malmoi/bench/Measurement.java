package io.malmoi.bench;

import java.io.IOException;
import java.util.Arrays;

/** Takes the time of work. */
public final class Measurement {
    private static final long WARM_UP_NANOS = 5_000_000_000L;

    private Measurement() {}

    /** What is measured. */
    @FunctionalInterface
    public interface Work {
        /** Does it once. */
        void run() throws IOException;
    }

    /** Median of the seconds that work takes, after doing it for some seconds, once at least, so that all of it is compiled. */
    public static double medianSeconds(int runs, Work work) throws IOException {
        long begin = System.nanoTime();
        do {
            work.run();
        } while (System.nanoTime() - begin < WARM_UP_NANOS);
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return median(seconds);
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
