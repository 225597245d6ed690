package io.malmoi.datasets.report;

import java.util.Arrays;

/**
 * How many documents are equal to an earlier one: counted among all of those whose hashes are lowest (k minimum values; Bar-Yossef
 * et al., Counting distinct elements in a data stream, 2002), so that what is equal is seen together. Exact while there are no more
 * distinct documents than places. Not for use by several threads.
 */
final class Repeats {
    private static final int PLACES = 1 << 15;

    /** Distinct hashes, ascending, and how often each was added. */
    private long[] hashes = {};

    private long[] counts = {};
    private final long[] added = new long[PLACES];
    private int pending;
    private long bound = Long.MAX_VALUE;

    void add(long hash) {
        if (hash >= bound) {
            return;
        }
        added[pending++] = hash;
        if (pending == added.length) {
            merge();
        }
    }

    /** Puts what was added among the distinct hashes, and keeps the lowest. */
    private void merge() {
        Arrays.sort(added, 0, pending);
        var merged = new long[hashes.length + pending];
        var times = new long[merged.length];
        int size = 0;
        for (int old = 0, recent = 0; old < hashes.length || recent < pending; ) {
            boolean takeOld = recent == pending || old < hashes.length && hashes[old] <= added[recent];
            long hash = takeOld ? hashes[old] : added[recent];
            if (size == 0 || merged[size - 1] != hash) {
                merged[size++] = hash;
            }
            times[size - 1] += takeOld ? counts[old++] : 1;
            recent += takeOld ? 0 : 1;
        }
        if (size > PLACES) {
            bound = merged[PLACES];
        }
        hashes = Arrays.copyOf(merged, Math.min(size, PLACES));
        counts = Arrays.copyOf(times, hashes.length);
        pending = 0;
    }

    /** Whether all documents are among those counted. */
    boolean isWhole() {
        merge();
        return bound == Long.MAX_VALUE;
    }

    /** Share of documents that are equal to an earlier one; 0 to 1. */
    double share() {
        merge();
        long documents = Arrays.stream(counts).sum();
        return documents == 0 ? 0 : 1 - (double) hashes.length / documents;
    }
}
