package io.malmoi.tokenization.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.tokenization.Golden;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.json.TokenizerReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordMergerTest {
    private static final int LENGTH = 1_000_000;
    /** One for each pair at first, two for the neighbours of each merge, and one again for each of those when its turn comes. */
    private static final int LOOK_UPS_A_TOKEN = 6;

    /** Counts its look-ups; of these, each costs the merger a place in its heap at most. */
    private static final class Counted extends MergeRanks {
        private long lookUps;

        Counted(List<Model.Bpe.Merge> merges) {
            super(merges);
        }

        @Override
        long of(int first, int second) {
            lookUps++;
            return super.of(first, second);
        }
    }

    static Stream<String> words() {
        Random random = new Random(1);
        return Stream.of(
                "a".repeat(LENGTH),
                "ab".repeat(LENGTH / 2),
                "가나다라마바사".repeat(LENGTH / 21),
                "th" + "e".repeat(LENGTH / 2) + "th".repeat(LENGTH / 4),
                random.ints(LENGTH, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("words")
    void mergesLongWordsInTimeThatGrowsWithTheirLength(String word) throws IOException {
        Model.Bpe model =
                (Model.Bpe) TokenizerReader.read(new ByteArrayInputStream(Golden.bytes("korean.tokenizer.json")))
                        .model();
        int[] ids = new ByteAlphabet(model.tokens(), "").ids(word.toCharArray(), 0, word.length());
        Counted ranks = new Counted(model.merges());
        int length = ids.length;

        int left = new WordMerger(ranks).merge(ids, length);

        assertThat(left).isBetween(1, length);
        assertThat(ranks.lookUps).isBetween((long) length - 1, (long) LOOK_UPS_A_TOKEN * length);
    }
}
