package io.malmoi.datasets.report;

import io.malmoi.datasets.text.TextHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.StringTokenizer;
import java.util.function.ObjLongConsumer;

/**
 * The most frequent runs of so many eojeol.
 *
 * @param eojeol how many make a run
 * @param runs the most frequent first, joined by spaces, with their counts
 */
public record TopNgrams(int eojeol, List<NamedCount> runs) {
    private static final int MOST = 20;
    private static final int LONGEST = 200;

    private record Counted(long hash, long count) {}

    /** Counts runs by their hashes of 64 bits, then looks up the texts of the most frequent. */
    static TopNgrams of(List<String> documents, int eojeol) {
        Map<Long, Long> top = new HashMap<>();
        mostFrequent(hashes(documents, eojeol)).forEach(counted -> top.put(counted.hash(), counted.count()));
        List<NamedCount> runs = new ArrayList<>();
        for (String document : documents) {
            if (top.isEmpty()) {
                break;
            }
            forEach(document, eojeol, (words, hash) -> {
                Long count = top.remove(hash);
                if (count != null) {
                    runs.add(new NamedCount(shortened(String.join(" ", words)), count));
                }
            });
        }
        runs.sort(Comparator.comparingLong(NamedCount::count).reversed().thenComparing(NamedCount::name));
        return new TopNgrams(eojeol, List.copyOf(runs));
    }

    private static long[] hashes(List<String> documents, int eojeol) {
        var hashes = new Object() {
            private long[] values = new long[1 << 12];
            private int size;
        };
        for (String document : documents) {
            forEach(document, eojeol, (words, hash) -> {
                if (hashes.size == hashes.values.length) {
                    hashes.values = Arrays.copyOf(hashes.values, 2 * hashes.size);
                }
                hashes.values[hashes.size++] = hash;
            });
        }
        long[] sorted = Arrays.copyOf(hashes.values, hashes.size);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Of equally frequent runs those with the lower hash; none that occurs once. */
    private static PriorityQueue<Counted> mostFrequent(long[] sorted) {
        var top = new PriorityQueue<Counted>(Comparator.comparingLong(Counted::count)
                .thenComparing(Comparator.comparingLong(Counted::hash).reversed()));
        for (int start = 0, end; start < sorted.length; start = end) {
            end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            if (end - start > 1) {
                top.add(new Counted(sorted[start], end - start));
                if (top.size() > MOST) {
                    top.remove();
                }
            }
        }
        return top;
    }

    private static void forEach(String document, int eojeol, ObjLongConsumer<List<String>> action) {
        var tokens = new StringTokenizer(document);
        List<String> words = new ArrayList<>(eojeol);
        while (tokens.hasMoreTokens()) {
            if (words.size() == eojeol) {
                words.remove(0);
            }
            words.add(tokens.nextToken());
            if (words.size() == eojeol) {
                long hash = 0;
                for (String word : words) {
                    hash = 31 * hash + TextHash.of(word);
                }
                action.accept(words, hash);
            }
        }
    }

    private static String shortened(String text) {
        return Excerpt.of(text, LONGEST);
    }
}
