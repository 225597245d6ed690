package io.malmoi.tokenization.model;

import io.malmoi.tokenization.collections.IntList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Words that were encoded lately. Threads share it without locks: entries never change, and a lost write costs another look
 * only. Two entries to a place, the newer one second, so that a rare word does not drive out a frequent one.
 */
final class WordCache {
    /** Longer words are not kept. */
    static final int LONGEST = 48;

    private static final int PLACES = 1 << 16;
    private static final int HEADER = 2;

    /** Each one array, to be near in memory: hash, number of characters, the characters, the ids. */
    private final AtomicReferenceArray<int[]> entries = new AtomicReferenceArray<>(2 * PLACES);

    /** Adds the ids of a word if it is here; returns whether it is. */
    boolean find(char[] text, int start, int limit, int hash, IntList ids) {
        int place = place(hash);
        int[] first = entries.getAcquire(place);
        if (is(first, text, start, limit, hash)) {
            addIds(first, ids);
            return true;
        }
        int[] second = entries.getAcquire(place + 1);
        if (is(second, text, start, limit, hash)) {
            entries.setRelease(place, second);
            entries.setRelease(place + 1, first);
            addIds(second, ids);
            return true;
        }
        return false;
    }

    private static boolean is(int[] entry, char[] text, int start, int limit, int hash) {
        if (entry == null || entry[0] != hash || entry[1] != limit - start) {
            return false;
        }
        for (int i = 0; i < limit - start; i++) {
            if (entry[HEADER + i] != text[start + i]) {
                return false;
            }
        }
        return true;
    }

    private static void addIds(int[] entry, IntList ids) {
        int from = HEADER + entry[1];
        ids.addRange(entry, from, entry.length - from);
    }

    void keep(char[] text, int start, int limit, int hash, int[] ids, int count) {
        int characters = limit - start;
        int[] entry = new int[HEADER + characters + count];
        entry[0] = hash;
        entry[1] = characters;
        for (int i = 0; i < characters; i++) {
            entry[HEADER + i] = text[start + i];
        }
        System.arraycopy(ids, 0, entry, HEADER + characters, count);
        entries.setRelease(place(hash) + 1, entry);
    }

    private static int place(int hash) {
        return (hash & PLACES - 1) * 2;
    }
}
