package io.malmoi.datasets.deduplication;

import java.util.Arrays;

/** A set of 64-bit hashes in 16 to 32 bytes each. What is put in must be well mixed. Not for use by several threads while it is filled. */
public final class LongSet {
    private static final int SMALLEST = 1 << 10;

    private long[] table = new long[SMALLEST];
    private int size;
    private boolean hasZero;

    /** Puts a hash in; false if it is there already. */
    public boolean add(long hash) {
        if (hash == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        if (2 * size >= table.length) {
            grow();
        }
        int at = place(table, hash);
        if (table[at] == hash) {
            return false;
        }
        table[at] = hash;
        size++;
        return true;
    }

    /** Whether a hash is there. */
    public boolean contains(long hash) {
        return hash == 0 ? hasZero : table[place(table, hash)] == hash;
    }

    /** Empties the set and keeps its memory. */
    public void clear() {
        Arrays.fill(table, 0);
        size = 0;
        hasZero = false;
    }

    private void grow() {
        var larger = new long[2 * table.length];
        for (long hash : table) {
            if (hash != 0) {
                larger[place(larger, hash)] = hash;
            }
        }
        table = larger;
    }

    /** Where a hash is, or where it would go. */
    private static int place(long[] table, long hash) {
        int at = (int) hash & table.length - 1;
        while (table[at] != 0 && table[at] != hash) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
