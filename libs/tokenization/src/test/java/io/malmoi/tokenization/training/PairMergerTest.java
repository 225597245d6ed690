package io.malmoi.tokenization.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.tokenization.counting.WordCounter;
import io.malmoi.tokenization.counting.WordCounts;
import io.malmoi.tokenization.counting.WordRoom;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PreTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairMergerTest {
    private static final int LENGTH = 1_000_000;
    /** Each merge, of which there are fewer than bytes, looks at its two tokens and their neighbours. */
    private static final int LOOKS_A_BYTE = 8;

    private static final BpeSettings SETTINGS = BpeSettings.ofSize(1_000);

    /** Counts how often a slot is looked at. */
    private static final class Counted extends MergeText {
        private long looks;

        Counted(WordCounts words, FirstTokens first) {
            super(words, first);
        }

        @Override
        int at(int slot) {
            looks++;
            return super.at(slot);
        }
    }

    static Stream<String> words() {
        Random random = new Random(1);
        return Stream.of(
                "a".repeat(LENGTH),
                "ab".repeat(LENGTH / 2),
                "aab".repeat(LENGTH / 3),
                "가나다라마바사".repeat(LENGTH / 21),
                random.ints(LENGTH, 'a', 'e')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("words")
    void mergesALongWordInTimeThatGrowsWithItsLength(String word) throws IOException {
        int bytes = word.getBytes(StandardCharsets.UTF_8).length;
        assertThat(looks(word)).isBetween((long) bytes, (long) LOOKS_A_BYTE * bytes);
    }

    private static long looks(String word) throws IOException {
        byte[] text = word.getBytes(StandardCharsets.UTF_8);
        WordRoom room = WordRoom.toMerge(Runtime.getRuntime().maxMemory());
        try (WordCounts words = new WordCounter(Normalizer.NONE, PreTokenizer.BYTE_LEVEL, room)
                .count(new ByteArrayInputStream(text), 0, (stage, done, total, unit) -> {})) {
            FirstTokens first = FirstTokens.of(SETTINGS, words);
            Counted merged = new Counted(words, first);
            new PairMerger(SETTINGS, first, merged).merge((stage, done, total, unit) -> {});
            return merged.looks;
        }
    }
}
