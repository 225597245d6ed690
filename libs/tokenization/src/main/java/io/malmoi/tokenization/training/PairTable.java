package io.malmoi.tokenization.training;

import io.malmoi.tokenization.collections.Pairs;
import java.util.Arrays;

/**
 * What is known of every pair of neighbouring tokens: how often it occurs, and how many candidates for merging stand for it. An
 * open-addressing table.
 */
final class PairTable {
    private static final long NONE = -1;

    private long[] pairs;
    private long[] counts;
    private int[] candidates;
    private int size;

    PairTable() {
        allocate(1 << 12);
    }

    private void allocate(int length) {
        pairs = new long[length];
        Arrays.fill(pairs, NONE);
        counts = new long[length];
        candidates = new int[length];
    }

    /** Place of a pair, which is added if it is not there. */
    private int slot(long pair) {
        int slot = find(pair);
        if (pairs[slot] == NONE) {
            if (++size * 2 > pairs.length) {
                grow();
                slot = find(pair);
            }
            pairs[slot] = pair;
        }
        return slot;
    }

    private int find(long pair) {
        int mask = pairs.length - 1;
        int slot = Pairs.hash(pair) & mask;
        while (pairs[slot] != pair && pairs[slot] != NONE) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldPairs = pairs;
        long[] oldCounts = counts;
        int[] oldCandidates = candidates;
        allocate(oldPairs.length * 2);
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldPairs[i] != NONE) {
                int slot = find(oldPairs[i]);
                pairs[slot] = oldPairs[i];
                counts[slot] = oldCounts[i];
                candidates[slot] = oldCandidates[i];
            }
        }
    }

    long count(long pair) {
        int slot = slot(pair);
        return counts[slot];
    }

    void add(long pair, long count) {
        int slot = slot(pair); // first, since it may replace the arrays
        counts[slot] += count;
    }

    void candidateAdded(long pair) {
        int slot = slot(pair);
        candidates[slot]++;
    }

    /** Takes one candidate away; returns how many are left. */
    int candidateTaken(long pair) {
        int slot = slot(pair);
        return --candidates[slot];
    }
}
