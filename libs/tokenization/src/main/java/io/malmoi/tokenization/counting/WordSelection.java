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
 */
record WordSelection(long limit, int share) {
    private static final int HASHES = 1 << 16;

    boolean has(long count, int hash) {
        return count > limit || count == limit && (hash & HASHES - 1) < share;
    }

    boolean isAll() {
        return limit == 0;
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

        long words() {
            return byCount.values().stream().mapToLong(sums -> sums[0]).sum();
        }

        private long occurrences() {
            return byCount.entrySet().stream()
                    .mapToLong(entry -> entry.getKey() * entry.getValue()[0])
                    .sum();
        }

        /** What there is here but not there. */
        LeftOutWords without(Counts kept) {
            long all = occurrences();
            return new LeftOutWords(words() - kept.words(), (double) (all - kept.occurrences()) / all);
        }

        /** The most frequent words that take so many slots together. */
        WordSelection select(long slots) {
            List<Map.Entry<Long, long[]>> falling = byCount.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                    .toList();
            long room = slots;
            for (Map.Entry<Long, long[]> entry : falling) {
                long needed = entry.getValue()[1];
                if (needed > room) {
                    return new WordSelection(entry.getKey(), (int) (room * HASHES / needed));
                }
                room -= needed;
            }
            return new WordSelection(0, HASHES);
        }
    }
}
