package io.malmoi.tokenization.model;

import io.malmoi.tokenization.collections.Pairs;
import io.malmoi.tokenization.definition.Model;
import java.util.Arrays;
import java.util.List;

/**
 * What two tokens become, and which merge goes first: an open-addressing table that never changes. Not final, so that tests can
 * count look-ups, which are the work of merging; while nothing extends it, calls are as direct as to a final class.
 */
class MergeRanks {
    /** Rank of a pair that is not merged. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EMPTY = -1;

    private final long[] entries; // pair, then rank and id

    MergeRanks(List<Model.Bpe.Merge> ordered) {
        int length = Integer.highestOneBit(Math.max(8, ordered.size())) * 4;
        entries = new long[2 * length];
        Arrays.fill(entries, EMPTY);
        for (int rank = 0; rank < ordered.size(); rank++) {
            Model.Bpe.Merge merge = ordered.get(rank);
            long pair = Pairs.pair(merge.first(), merge.second());
            int slot = find(pair);
            entries[slot] = pair;
            entries[slot + 1] = (long) rank << 32 | merge.merged();
        }
    }

    private int find(long pair) {
        int mask = entries.length - 1;
        int slot = Pairs.hash(pair) << 1 & mask;
        while (entries[slot] != pair && entries[slot] != EMPTY) {
            slot = slot + 2 & mask;
        }
        return slot;
    }

    /** Rank in the upper 32 bits and the id of the merged token in the lower, or {@link #NONE}. */
    long of(int first, int second) {
        int slot = find(Pairs.pair(first, second));
        return entries[slot] == EMPTY ? NONE : entries[slot + 1];
    }
}
