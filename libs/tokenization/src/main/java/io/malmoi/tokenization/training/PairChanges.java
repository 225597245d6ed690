package io.malmoi.tokenization.training;

import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.collections.Pairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one merge does to pairs: for each the change of its count and, of those that were made, the places. A small table,
 * cleared and used again, that spares the large one most of its look-ups.
 */
final class PairChanges {
    /** Takes a pair, the change of its count, and the places where it was made, none if it was only lost. */
    interface Consumer {
        void accept(long pair, long change, IntList places);
    }

    private int[] slots = new int[1 << 6]; // group + 1, or 0
    private long[] pairs = new long[1 << 5];
    private long[] changes = new long[1 << 5];
    private final List<IntList> places = new ArrayList<>(); // kept between merges
    private int size;

    /** A pair was made at a place, in words that occur so often. */
    void made(long pair, long frequency, int place) {
        int group = group(pair);
        changes[group] += frequency;
        places.get(group).add(place);
    }

    /** A pair is no more at a place. */
    void lost(long pair, long frequency) {
        int group = group(pair);
        changes[group] -= frequency;
    }

    private int group(long pair) {
        int mask = slots.length - 1;
        int slot = Pairs.hash(pair) & mask;
        while (slots[slot] != 0 && pairs[slots[slot] - 1] != pair) {
            slot = slot + 1 & mask;
        }
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        begin(pair);
        slots[slot] = size;
        if (size * 2 > slots.length - 2) {
            grow();
        }
        return size - 1;
    }

    private void begin(long pair) {
        if (size == places.size()) {
            places.add(new IntList(4));
        }
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, size * 2);
            changes = Arrays.copyOf(changes, size * 2);
        }
        pairs[size] = pair;
        changes[size] = 0;
        places.get(size).clear();
        size++;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int group = 0; group < size; group++) {
            int slot = Pairs.hash(pairs[group]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = group + 1;
        }
    }

    void forEach(Consumer consumer) {
        for (int group = 0; group < size; group++) {
            consumer.accept(pairs[group], changes[group], places.get(group));
        }
    }

    void clear() {
        int mask = slots.length - 1;
        if (size * 4 > slots.length) {
            Arrays.fill(slots, 0);
        } else {
            for (int group = size - 1; group >= 0; group--) {
                clearFrom(Pairs.hash(pairs[group]) & mask, mask);
            }
        }
        size = 0;
    }

    /** Empties the run of slots that begins here; all of them go. */
    private void clearFrom(int start, int mask) {
        for (int slot = start; slots[slot] != 0; slot = slot + 1 & mask) {
            slots[slot] = 0;
        }
    }
}
