package io.malmoi.tokenization.counting;

import io.malmoi.tokenization.collections.WordTable;
import io.malmoi.tokenization.text.Utf8;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which words there is room for: the most frequent. Of those at the limit, if all have no room, a share is chosen by their
 * hashes, so that the same text always gives the same words.
 *
 * @param limit words that occur more often are in
 * @param share how many of 65,536 possible hashes are in, of words that occur just so often
 * @param kept how many words are in
 * @param all how many there are
 */
record WordSelection(long limit, int share, long kept, long all) {
    private static final int HASHES = 1 << 16;

    boolean has(long count, int hash) {
        return count > limit || count == limit && (hash & HASHES - 1) < share;
    }

    boolean isAll() {
        return kept == all;
    }

    /** How many words there are of each count, and how many slots they take in {@code MergeText}. */
    static final class Counts {
        private final Map<Long, long[]> byCount = new HashMap<>();

        void add(WordTable words) {
            for (int entry = 0; entry < words.size(); entry++) {
                long[] sums = byCount.computeIfAbsent(words.count(entry), count -> new long[2]);
                sums[0]++;
                sums[1] += 1 + Utf8.length(words.text(), words.start(entry), words.end(entry));
            }
        }

        /** The most frequent words that take so many slots together. */
        WordSelection select(long slots) {
            List<Map.Entry<Long, long[]>> falling = byCount.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                    .toList();
            long all = falling.stream().mapToLong(entry -> entry.getValue()[0]).sum();
            long room = slots;
            long kept = 0;
            for (Map.Entry<Long, long[]> entry : falling) {
                long words = entry.getValue()[0];
                long needed = entry.getValue()[1];
                if (needed > room) {
                    int share = (int) (room * HASHES / needed);
                    return new WordSelection(entry.getKey(), share, kept + words * share / HASHES, all);
                }
                room -= needed;
                kept += words;
            }
            return new WordSelection(0, HASHES, kept, all);
        }
    }
}
