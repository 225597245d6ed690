package io.malmoi.tokenization.model;

import java.util.Arrays;

/** Merges the tokens of one word: of all pairs the one of lowest rank, the leftmost of equals, until none is left. */
final class WordMerger {
    /** Above this many tokens a heap finds the next pair; below, looking at all is faster. */
    private static final int SHORT = 48;

    private final MergeRanks ranks;

    WordMerger(MergeRanks ranks) {
        this.ranks = ranks;
    }

    /** Merges the first tokens of the array in place; returns how many are left. */
    int merge(int[] ids, int count) {
        return merge(ids, null, count);
    }

    /** The same, and adds up what the tokens are wide. */
    int merge(int[] ids, int[] widths, int count) {
        return count <= SHORT ? mergeShort(ids, widths, count) : new LongWord(ranks, ids, widths, count).merge();
    }

    private int mergeShort(int[] ids, int[] widths, int count) {
        long[] merges = new long[count];
        for (int i = 0; i + 1 < count; i++) {
            merges[i] = ranks.of(ids[i], ids[i + 1]);
        }
        int left = count;
        while (left > 1) {
            int best = 0;
            for (int i = 1; i + 1 < left; i++) {
                if (merges[i] < merges[best]) {
                    best = i;
                }
            }
            if (merges[best] == MergeRanks.NONE) {
                break;
            }
            ids[best] = (int) merges[best];
            left--;
            System.arraycopy(ids, best + 2, ids, best + 1, left - best - 1);
            if (widths != null) {
                widths[best] += widths[best + 1];
                System.arraycopy(widths, best + 2, widths, best + 1, left - best - 1);
            }
            System.arraycopy(merges, best + 2, merges, best + 1, left - best - 1);
            merges[best] = best + 1 < left ? ranks.of(ids[best], ids[best + 1]) : MergeRanks.NONE;
            if (best > 0) {
                merges[best - 1] = ranks.of(ids[best - 1], ids[best]);
            }
        }
        return left;
    }

    /** A word as a linked list, with a heap of its pairs: n log n for n tokens. */
    private static final class LongWord {
        private static final int GONE = -1;

        private final MergeRanks ranks;
        private final int[] ids;
        private final int[] widths; // null if nobody asks
        private final int[] before;
        private final int[] after;
        private long[] heap; // rank, place
        private int size;

        LongWord(MergeRanks ranks, int[] ids, int[] widths, int count) {
            this.ranks = ranks;
            this.ids = ids;
            this.widths = widths;
            before = new int[count];
            after = new int[count];
            heap = new long[count];
            for (int i = 0; i < count; i++) {
                before[i] = i - 1;
                after[i] = i + 1;
            }
        }

        int merge() {
            int count = after.length;
            for (int i = 0; i + 1 < count; i++) {
                push(i);
            }
            while (size > 0) {
                long top = pop();
                mergeAt((int) top, top >>> 32);
            }
            int left = 0;
            for (int i = 0; i < count; i = after[i]) {
                if (widths != null) {
                    widths[left] = widths[i];
                }
                ids[left++] = ids[i];
            }
            return left;
        }

        /** Merges a token with the one after it, unless the pair has changed since it was pushed. */
        private void mergeAt(int place, long rank) {
            int second = after[place];
            if (ids[place] == GONE || second == after.length) {
                return;
            }
            long merge = ranks.of(ids[place], ids[second]);
            if (merge == MergeRanks.NONE || merge >>> 32 != rank) {
                return;
            }
            ids[place] = (int) merge;
            ids[second] = GONE;
            if (widths != null) {
                widths[place] += widths[second];
            }
            after[place] = after[second];
            if (after[place] < after.length) {
                before[after[place]] = place;
                push(place);
            }
            if (before[place] >= 0) {
                push(before[place]);
            }
        }

        private void push(int place) {
            long merge = ranks.of(ids[place], ids[after[place]]);
            if (merge == MergeRanks.NONE) {
                return;
            }
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            long entry = merge >>> 32 << 32 | place;
            int at = size++;
            while (at > 0 && heap[at - 1 >> 1] > entry) {
                heap[at] = heap[at - 1 >> 1];
                at = at - 1 >> 1;
            }
            heap[at] = entry;
        }

        private long pop() {
            long top = heap[0];
            long last = heap[--size];
            int at = 0;
            while (2 * at + 1 < size) {
                int child = 2 * at + 1;
                if (child + 1 < size && heap[child + 1] < heap[child]) {
                    child++;
                }
                if (heap[child] >= last) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = last;
            return top;
        }
    }
}
