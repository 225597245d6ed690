package io.malmoi.tokenization;

import java.util.Arrays;

/**
 * Words that were encoded lately. Threads share it without locks: entries are immutable, and a lost write costs another look
 * only. Two entries to a place, the newer one second, so that a rare word does not drive out a frequent one.
 */
final class WordCache {
    /** Longer words are not kept. */
    static final int LONGEST = 48;

    private static final int PLACES = 1 << 16;

    private record Entry(char[] word, int hash, int[] ids) {}

    private final Entry[] entries = new Entry[2 * PLACES];

    int[] find(char[] text, int start, int limit, int hash) {
        int place = place(hash);
        Entry first = entries[place];
        if (is(first, text, start, limit, hash)) {
            return first.ids;
        }
        Entry second = entries[place + 1];
        if (is(second, text, start, limit, hash)) {
            entries[place] = second;
            entries[place + 1] = first;
            return second.ids;
        }
        return null;
    }

    private static boolean is(Entry entry, char[] text, int start, int limit, int hash) {
        return entry != null
                && entry.hash == hash
                && Arrays.equals(entry.word, 0, entry.word.length, text, start, limit);
    }

    void keep(char[] text, int start, int limit, int hash, int[] ids) {
        entries[place(hash) + 1] = new Entry(Arrays.copyOfRange(text, start, limit), hash, ids);
    }

    private static int place(int hash) {
        return (hash & PLACES - 1) * 2;
    }
}
