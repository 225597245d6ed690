package io.malmoi.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Takes the time of work, and what else it needs. */
public final class Measurement {
    private static final long WARM_UP_NANOS = 5_000_000_000L;
    private static final Path STATUS = Path.of("/proc/self/status");

    private Measurement() {}

    /** What is measured. */
    @FunctionalInterface
    public interface Work {
        /** Does it once. */
        void run() throws IOException;
    }

    /** Does work for some seconds, once at least, so that all of it is compiled. */
    public static void warmUp(Work work) throws IOException {
        long begin = System.nanoTime();
        do {
            work.run();
        } while (System.nanoTime() - begin < WARM_UP_NANOS);
    }

    /** Median of the seconds that work takes, after warming up. */
    public static double medianSeconds(int runs, Work work) throws IOException {
        warmUp(work);
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            seconds[i] = Contest.Run.of(work).seconds();
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

    /** Processor time of this process so far, in seconds. */
    public static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** The most resident memory that this process has had, in bytes; only Linux tells. */
    public static OptionalDouble peakMemory() throws IOException {
        if (!Files.exists(STATUS)) {
            return OptionalDouble.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024.0)
                .findFirst();
    }
}
