package io.malmoi.tokenization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The pairs that one merge makes, each with its places: a small table, cleared and used again. */
final class NewPairs {
    /** Takes a pair and its places. */
    interface Consumer {
        void accept(long pair, IntList places);
    }

    private int[] slots = new int[1 << 6]; // group + 1, or 0
    private long[] pairs = new long[1 << 5];
    private final List<IntList> places = new ArrayList<>(); // kept between merges
    private int size;

    void add(long pair, int place) {
        int mask = slots.length - 1;
        int slot = PairTable.hash(pair) & mask;
        while (slots[slot] != 0 && pairs[slots[slot] - 1] != pair) {
            slot = slot + 1 & mask;
        }
        if (slots[slot] == 0) {
            begin(pair);
            slots[slot] = size;
        }
        places.get(slots[slot] - 1).add(place);
        if (size * 2 > slots.length - 2) {
            grow();
        }
    }

    private void begin(long pair) {
        if (size == places.size()) {
            places.add(new IntList(4));
        }
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, size * 2);
        }
        pairs[size] = pair;
        places.get(size).clear();
        size++;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int group = 0; group < size; group++) {
            int slot = PairTable.hash(pairs[group]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = group + 1;
        }
    }

    void forEach(Consumer consumer) {
        for (int group = 0; group < size; group++) {
            consumer.accept(pairs[group], places.get(group));
        }
    }

    void clear() {
        int mask = slots.length - 1;
        if (size * 4 > slots.length) {
            Arrays.fill(slots, 0);
        } else {
            for (int group = size - 1; group >= 0; group--) {
                clearFrom(PairTable.hash(pairs[group]) & mask, mask);
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
