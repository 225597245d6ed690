package io.malmoi.datasets.deduplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinHashTest {
    private final Random random = new Random(3);

    @Test
    void sharesRowsAsOftenAsTextsShareRuns() {
        var minHash = new MinHash(5, 32, 32);
        for (int changes : new int[] {1, 5, 20}) {
            double estimated = 0;
            double exact = 0;
            for (int round = 0; round < 40; round++) {
                String text = text(200);
                String other = change(text, changes);
                estimated += share(minHash.signature(text), minHash.signature(other));
                exact += jaccard(text, other, 5);
            }
            assertThat(estimated / 40).as("%d changes", changes).isCloseTo(exact / 40, within(0.015));
        }
    }

    @Test
    void findsSimilarTextsAsOftenAsTheFormulaSays() {
        var minHash = new MinHash(5, 14, 8);
        int found = 0;
        double expected = 0;
        int unlike = 0;
        for (int round = 0; round < 1_000; round++) {
            String text = text(150);
            String other = change(text, 4);
            found += haveCommonBand(minHash, text, other) ? 1 : 0;
            expected += 1 - Math.pow(1 - Math.pow(jaccard(text, other, 5), 8), 14);
            unlike += haveCommonBand(minHash, text, text(150)) ? 1 : 0;
        }
        assertThat(found / 1_000.0).isCloseTo(expected / 1_000, within(0.03));
        assertThat(unlike).isZero();
    }

    @Test
    void spacingPunctuationAndCaseDoNotCount() {
        var minHash = new MinHash(5, 14, 8);
        assertThat(minHash.bandKeys("말모이는, Abc 사전이다!")).isEqualTo(minHash.bandKeys("말 모이는 aBC사전이다"));
        assertThat(minHash.bandKeys("하나")).isEqualTo(minHash.bandKeys("하 나."));
        assertThat(minHash.bandKeys("!!!")).isNotEqualTo(minHash.bandKeys("..."));
        assertThatThrownBy(() -> new MinHash(5, 100, 100)).hasMessageContaining("1024");
    }

    @Test
    void duplicatesAreThoseThatShareAKeyWithAnEarlierOne(@TempDir Path folder) throws IOException {
        int documents = 20_000;
        Set<Long> seen = new HashSet<>();
        var expected = new BitSet();
        try (var finder = new DuplicateFinder(folder)) {
            for (int document = 0; document < documents; document++) {
                long[] keys = random.longs(3).map(key -> (key >>> 40 << 40)).toArray();
                finder.add(document, keys);
                for (long key : keys) {
                    if (!seen.add(key)) {
                        expected.set(document);
                    }
                }
            }
            assertThat(finder.duplicates()).isEqualTo(expected);
        }
        assertThat(expected.cardinality()).isPositive();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private String text(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> Character.toString('가' + random.nextInt(500)))
                .collect(Collectors.joining());
    }

    private String change(String text, int characters) {
        var changed = new StringBuilder(text);
        for (int i = 0; i < characters; i++) {
            changed.setCharAt(random.nextInt(text.length()), '힣');
        }
        return changed.toString();
    }

    private static double share(int[] one, int[] other) {
        return IntStream.range(0, one.length).filter(i -> one[i] == other[i]).count() / (double) one.length;
    }

    private static double jaccard(String one, String other, int length) {
        Set<String> all = runs(one, length);
        Set<String> common = new HashSet<>(all);
        common.retainAll(runs(other, length));
        all.addAll(runs(other, length));
        return common.size() / (double) all.size();
    }

    private static Set<String> runs(String text, int length) {
        return IntStream.rangeClosed(0, text.length() - length)
                .mapToObj(i -> text.substring(i, i + length))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean haveCommonBand(MinHash minHash, String one, String other) {
        Set<Long> keys = Arrays.stream(minHash.bandKeys(one)).boxed().collect(Collectors.toSet());
        return Arrays.stream(minHash.bandKeys(other)).anyMatch(keys::contains);
    }
}
