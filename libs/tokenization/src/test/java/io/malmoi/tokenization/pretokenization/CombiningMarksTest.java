package io.malmoi.tokenization.pretokenization;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.tokenization.text.TextSlice;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CombiningMarksTest {
    private static final int[] MARKS = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> Character.getType(c) == Character.NON_SPACING_MARK
                    || Character.getType(c) == Character.COMBINING_SPACING_MARK)
            .toArray();

    @ParameterizedTest
    @EnumSource(Form.class)
    void ordersMarksAsTheNormalizerWould(Form form) {
        Random random = new Random(1);
        for (int run = 0; run < 200; run++) {
            String text = random.ints(random.nextInt(200), 0, MARKS.length)
                    .map(i -> random.nextInt(20) == 0 ? 'a' + i % 26 : MARKS[i])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(Normalizer.normalize(CombiningMarks.ordered(text), form))
                    .isEqualTo(Normalizer.normalize(text, form));
        }
    }

    @Test
    void nothingIsLeftToInsertInAMegabyteOfMarks() {
        String text = "a" + "\u0301\u0323".repeat(250_000) + "각";
        assertThat(CombiningMarks.hasLongRun(text)).isTrue();
        assertThat(Normalizer.isNormalized(CombiningMarks.ordered(text), Form.NFD))
                .isFalse();
        Normalization normalization = new Normalization.UnicodeNormalization(Form.NFC);
        for (TextSlice slice : new TextSlice[] {
            TextSlice.tracked(text, 0), TextSlice.untracked(text.toCharArray(), 0, text.length(), true)
        }) {
            assertThat(normalization.apply(slice).toString())
                    .isEqualTo("\u1EA1" + "\u0323".repeat(249_999) + "\u0301".repeat(250_000) + "각");
        }
    }

    @Test
    void textWithoutLongRunsIsLeftToTheNormalizer() {
        assertThat(CombiningMarks.hasLongRun("e\u0301".repeat(100) + "\u0301".repeat(63) + "x"))
                .isFalse();
        assertThat(CombiningMarks.hasLongRun("\u0301".repeat(65))).isTrue();
    }
}
