package io.malmoi.datasets.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Counts numbers, 0 or more, in bins: each up to 31 in its own, those above in sixteen bins between a power of two and the next,
 * so that percentiles are exact to 6 %. Not for use by several threads.
 */
public final class Histogram {
    private static final int FINE_BITS = 4;
    private static final int FINE = 1 << FINE_BITS;
    private static final int FEWEST = 12;

    private final long[] counts = new long[FINE * (Long.SIZE - FINE_BITS)];
    private long count;
    private long sum;
    private long minimum = Long.MAX_VALUE;
    private long maximum;

    /**
     * What was counted.
     *
     * @param minimum the lowest number; 0 if none was counted
     * @param maximum the highest number
     * @param mean of all numbers
     * @param median half of the numbers are not above it; to 6 %
     * @param percentile90 nine of ten numbers are not above it; to 6 %
     * @param percentile99 ninety-nine of a hundred numbers are not above it; to 6 %
     * @param bins neighbours without gaps, in ascending order
     */
    public record Summary(
            long minimum,
            long maximum,
            double mean,
            long median,
            long percentile90,
            long percentile99,
            List<Bin> bins) {}

    /**
     * Some of the numbers.
     *
     * @param from the lowest number that goes here
     * @param to the lowest number that does not any more
     * @param count how many
     */
    public record Bin(long from, long to, long count) {}

    /** Counts a number; one below 0 counts as 0. */
    public void add(long value) {
        long counted = Math.max(0, value);
        counts[bin(counted)]++;
        count++;
        sum += counted;
        minimum = Math.min(minimum, counted);
        maximum = Math.max(maximum, counted);
    }

    private static int bin(long value) {
        if (value < 2 * FINE) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - FINE_BITS - Long.numberOfLeadingZeros(value);
        return (int) (value >>> shift) + FINE * shift;
    }

    /** The lowest number of a bin. */
    private static long start(int bin) {
        if (bin < 2 * FINE) {
            return bin;
        }
        int shift = bin / FINE - 1;
        return (long) (FINE + bin % FINE) << shift;
    }

    /** What was counted so far. */
    public Summary summary() {
        return new Summary(
                count == 0 ? 0 : minimum,
                maximum,
                count == 0 ? 0 : (double) sum / count,
                percentile(0.5),
                percentile(0.9),
                percentile(0.99),
                bins());
    }

    private long percentile(double share) {
        long wanted = (long) Math.ceil(share * count);
        long passed = 0;
        for (int bin = 0; bin < counts.length && count > 0; bin++) {
            passed += counts[bin];
            if (passed >= wanted) {
                return Math.min(maximum, start(bin + 1) - 1);
            }
        }
        return 0;
    }

    /** Bins each about a fifth wider than the one before; all there are if the numbers are close together. */
    private List<Bin> bins() {
        if (count == 0) {
            return List.of();
        }
        List<Bin> wide = bins(Histogram::beginsWideBin);
        return wide.size() < FEWEST ? bins(bin -> true) : wide;
    }

    private List<Bin> bins(IntPredicate begins) {
        List<Bin> bins = new ArrayList<>();
        int last = bin(maximum);
        int bin = bin(minimum);
        while (!begins.test(bin)) {
            bin--;
        }
        while (bin <= last) {
            int first = bin;
            long inside = 0;
            do {
                inside += counts[bin++];
            } while (!begins.test(bin));
            bins.add(new Bin(start(first), start(bin), inside));
        }
        return bins;
    }

    private static boolean beginsWideBin(int bin) {
        if (bin < FINE) {
            return bin < 10 || bin == 11 || bin == 13;
        }
        int place = bin % FINE;
        return place == 0 || place == 3 || place == 7 || place == 11;
    }
}
