package io.malmoi.tokenization.collections;

import java.util.Arrays;

/** Counts of words: an open-addressing table over one array of characters. Not thread-safe. */
public final class WordTable {
    private static final int FIRST_SLOTS = 1 << 10;

    private int[] slots = new int[FIRST_SLOTS]; // entry + 1, or 0
    private int size;
    private int[] hashes = new int[FIRST_SLOTS / 2];
    private int[] ends = new int[FIRST_SLOTS / 2];
    private long[] counts = new long[FIRST_SLOTS / 2];
    private char[] text = new char[FIRST_SLOTS * 4];

    /** Hash of a word, of which high and low bits are alike good. */
    public static int hash(char[] text, int start, int limit) {
        int hash = 0;
        for (int i = start; i < limit; i++) {
            hash = 31 * hash + text[i];
        }
        return spread(hash);
    }

    private static int spread(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }

    /** Counts a word so often more; {@code hash} is its {@link #hash(char[], int, int)}. */
    public void add(char[] source, int start, int limit, int hash, long count) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && Arrays.equals(text, start(entry), ends[entry], source, start, limit)) {
                counts[entry] += count;
                return;
            }
            slot = slot + 1 & mask;
        }
        append(source, start, limit, hash, count);
        slots[slot] = size;
        if (size * 2 >= slots.length) {
            rehash();
        }
    }

    private void append(char[] source, int start, int limit, int hash, long count) {
        int from = characters();
        int to = Math.addExact(from, limit - start);
        if (to > text.length) {
            text = Arrays.copyOf(text, grown(text.length, to));
        }
        System.arraycopy(source, start, text, from, limit - start);
        if (size == ends.length) {
            int more = grown(size, size + 1);
            hashes = Arrays.copyOf(hashes, more);
            ends = Arrays.copyOf(ends, more);
            counts = Arrays.copyOf(counts, more);
        }
        hashes[size] = hash;
        ends[size] = to;
        counts[size] = count;
        size++;
    }

    private static int grown(int length, int least) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(least, length + (long) (length >> 1)));
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int entry = 0; entry < size; entry++) {
            int slot = hashes[entry] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = entry + 1;
        }
    }

    public void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    public int size() {
        return size;
    }

    /** Characters of all words together. */
    public int characters() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** Memory that it takes. */
    public long bytes() {
        return 4L * slots.length + (4L + 4 + 8) * ends.length + 2L * text.length;
    }

    public char[] text() {
        return text;
    }

    public int start(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    public int end(int entry) {
        return ends[entry];
    }

    public int hash(int entry) {
        return hashes[entry];
    }

    public long count(int entry) {
        return counts[entry];
    }
}
