package io.malmoi.tokenization.training;

import io.malmoi.tokenization.counting.WordCounts;
import io.malmoi.tokenization.text.InvalidTextException;
import java.util.HashSet;
import java.util.Set;

/**
 * All different words in one array, a slot for each first token, to merge pairs in. A token takes as many slots as it is made of
 * first tokens: the first holds its id, the last, if it has more than one, minus their number, those between hold nothing of meaning but never
 * an id. So both neighbours of a token are found without links. A word begins and ends at {@link #BORDER}. Words are in
 * the order of their frequencies, so that a frequency is kept once for a range of slots. Not final, so that tests can count how
 * often a slot is looked at; while nothing extends it, calls are as direct as to a final class.
 */
class MergeText {
    /** What stands between words. */
    static final int BORDER = Integer.MIN_VALUE;

    private static final int INSIDE = -1;
    private static final int BLOCK_BITS = 8;
    private static final int MOST_SLOTS = Integer.MAX_VALUE - 8;

    private final int[] slots;
    private final long[] frequencies; // of each range, falling
    private final int[] rangeEnds;
    private final int[] blockRanges; // range at the first slot of each block

    MergeText(WordCounts words, FirstTokens first) {
        frequencies = differentFrequencies(words);
        rangeEnds = new int[frequencies.length];
        slots = new int[countSlots(words, first)];
        fill(words, first);
        blockRanges = new int[(slots.length >> BLOCK_BITS) + 1];
        for (int block = 0, range = 0; block < blockRanges.length; block++) {
            while (range < rangeEnds.length - 1 && rangeEnds[range] <= block << BLOCK_BITS) {
                range++;
            }
            blockRanges[block] = range;
        }
    }

    private static long[] differentFrequencies(WordCounts words) {
        Set<Long> different = new HashSet<>();
        words.forEach((text, start, end, count) -> different.add(count));
        long[] all = different.stream().mapToLong(Long::longValue).sorted().toArray();
        for (int i = 0; i < all.length / 2; i++) {
            long swapped = all[i];
            all[i] = all[all.length - 1 - i];
            all[all.length - 1 - i] = swapped;
        }
        return all;
    }

    /** Finds where the range of each frequency ends; returns how many slots there are in all. */
    private int countSlots(WordCounts words, FirstTokens first) {
        long[] slotsOf = new long[frequencies.length];
        words.forEach((text, start, end, count) -> slotsOf[rangeOf(count)] += first.of(text, start, end) + 1);
        long total = 1;
        for (int range = 0; range < slotsOf.length; range++) {
            total += slotsOf[range];
            if (total > MOST_SLOTS) {
                throw new InvalidTextException("the text has more than " + MOST_SLOTS
                        + " bytes or characters of different words: train on a part of it");
            }
            rangeEnds[range] = (int) total;
        }
        return (int) total;
    }

    private int rangeOf(long frequency) {
        int low = 0;
        int high = frequencies.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (frequencies[middle] <= frequency) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void fill(WordCounts words, FirstTokens first) {
        int[] next = new int[rangeEnds.length];
        for (int range = 0; range < next.length; range++) {
            next[range] = range == 0 ? 1 : rangeEnds[range - 1];
        }
        slots[0] = BORDER;
        words.forEach((text, start, end, count) -> {
            int length = first.of(text, start, end);
            int range = rangeOf(count);
            System.arraycopy(first.ids(), 0, slots, next[range], length);
            next[range] += length;
            slots[next[range]++] = BORDER;
        });
    }

    /** What stands in a slot: an id, {@link #BORDER}, or another negative number. */
    int at(int slot) {
        return slots[slot];
    }

    /** First slot of the token before a slot, or -1 if a word begins here. */
    int before(int slot) {
        int last = at(slot - 1);
        if (last == BORDER) {
            return -1;
        }
        return last >= 0 ? slot - 1 : slot + last;
    }

    /** Puts a token over two. */
    void merge(int first, int second, int end, int id) {
        slots[second] = INSIDE;
        slots[end - 1] = first - end;
        slots[first] = id;
    }

    /** First slot of the word that a slot is in. */
    int wordStart(int slot) {
        int start = slot;
        while (at(start - 1) != BORDER) {
            start--;
        }
        return start;
    }

    /** How often the word that a slot is in occurs. */
    long frequency(int slot) {
        int range = blockRanges[slot >> BLOCK_BITS];
        while (rangeEnds[range] <= slot) {
            range++;
        }
        return frequencies[range];
    }

    /** All slots, for a loop over the bytes before any merge. */
    int[] slots() {
        return slots;
    }
}
