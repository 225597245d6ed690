package io.malmoi.datasets.report;

import io.malmoi.datasets.report.DatasetReport.Coverage;
import io.malmoi.datasets.report.DatasetReport.RankFrequency;
import io.malmoi.datasets.report.DatasetReport.TopToken;
import io.malmoi.tokenization.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How often each token of a vocabulary occurs. */
final class TokenFrequencies {
    private static final double[] SHARES = {0.5, 0.8, 0.9, 0.95, 0.99};
    private static final int TOP = 40;
    private static final int RARE = 10;
    private static final double NEXT_RANK = 1.15;

    private final long[] counts;
    private final int[] ranked;
    private final long total;

    /** With the number of times that each id occurs. */
    TokenFrequencies(long[] counts) {
        this.counts = counts;
        this.total = Arrays.stream(counts).sum();
        this.ranked = IntStream.range(0, counts.length)
                .filter(id -> counts[id] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer id) -> -counts[id]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int used() {
        return ranked.length;
    }

    int rare() {
        return (int) Arrays.stream(ranked).filter(id -> counts[id] < RARE).count();
    }

    /** Ranks at about equal distances on a logarithmic scale, the first and the last among them. */
    List<RankFrequency> byRank() {
        List<RankFrequency> frequencies = new ArrayList<>();
        for (int rank = 1; rank <= ranked.length; rank = (int) Math.max(rank + 1, rank * NEXT_RANK)) {
            frequencies.add(new RankFrequency(rank, counts[ranked[rank - 1]]));
        }
        int last = ranked.length;
        if (last > 0 && frequencies.get(frequencies.size() - 1).rank() < last) {
            frequencies.add(new RankFrequency(last, counts[ranked[last - 1]]));
        }
        return frequencies;
    }

    List<Coverage> coverage() {
        List<Coverage> coverage = new ArrayList<>();
        long passed = 0;
        int rank = 0;
        for (double share : SHARES) {
            while (rank < ranked.length && passed < share * total) {
                passed += counts[ranked[rank++]];
            }
            coverage.add(new Coverage(share, rank));
        }
        return coverage;
    }

    List<TopToken> top(Tokenizer tokenizer) {
        return Arrays.stream(ranked)
                .limit(TOP)
                .mapToObj(id -> new TopToken(id, tokenizer.token(id), counts[id]))
                .toList();
    }
}
