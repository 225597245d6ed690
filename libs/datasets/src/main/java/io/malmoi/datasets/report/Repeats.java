package io.malmoi.datasets.report;

import java.util.TreeMap;

/**
 * How many documents are equal to an earlier one: counted among all of those whose hashes are lowest (k minimum values; Bar-Yossef
 * et al., Counting distinct elements in a data stream, 2002), so that what is equal is seen together. Exact while there are no more
 * distinct documents than places. Not for use by several threads.
 */
final class Repeats {
    private static final int PLACES = 1 << 15;

    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private long bound = Long.MAX_VALUE;

    void add(long hash) {
        if (hash >= bound) {
            return;
        }
        counts.merge(hash, 1, Integer::sum);
        if (counts.size() > PLACES) {
            bound = counts.pollLastEntry().getKey();
        }
    }

    /** Whether all documents are among those counted. */
    boolean isWhole() {
        return bound == Long.MAX_VALUE;
    }

    /** Share of documents that are equal to an earlier one; 0 to 1. */
    double share() {
        long documents = counts.values().stream().mapToLong(Integer::longValue).sum();
        return documents == 0 ? 0 : 1 - (double) counts.size() / documents;
    }
}
