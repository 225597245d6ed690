package io.malmoi.tokenization;

import java.util.Arrays;
import java.util.List;

/** What two tokens become, and which merge goes first: an open-addressing table that never changes. */
final class MergeRanks {
    /** Rank of a pair that is not merged. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EMPTY = -1;

    private final long[] pairs;
    private final long[] merges; // rank, id

    MergeRanks(List<Vocabulary.Merge> ordered) {
        int length = Integer.highestOneBit(Math.max(8, ordered.size())) * 4;
        pairs = new long[length];
        Arrays.fill(pairs, EMPTY);
        merges = new long[length];
        for (int rank = 0; rank < ordered.size(); rank++) {
            Vocabulary.Merge merge = ordered.get(rank);
            long pair = PairTable.pair(merge.first(), merge.second());
            int slot = find(pair);
            pairs[slot] = pair;
            merges[slot] = (long) rank << 32 | merge.merged();
        }
    }

    private int find(long pair) {
        int mask = pairs.length - 1;
        int slot = PairTable.hash(pair) & mask;
        while (pairs[slot] != pair && pairs[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Rank in the upper 32 bits and the id of the merged token in the lower, or {@link #NONE}. */
    long of(int first, int second) {
        int slot = find(PairTable.pair(first, second));
        return pairs[slot] == EMPTY ? NONE : merges[slot];
    }
}
