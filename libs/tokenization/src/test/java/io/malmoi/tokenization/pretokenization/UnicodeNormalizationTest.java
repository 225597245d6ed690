package io.malmoi.tokenization.pretokenization;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.text.TextSlice;
import java.text.Normalizer.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnicodeNormalizationTest {
    /** What is newer than the reference library's tables stays as it is, whatever the JDK knows. */
    @ParameterizedTest
    @CsvSource({
        "NFKC, 1\uFF11\uD83E\uDFF1\u1100\u1161, 11\uD83E\uDFF1가",
        "NFKD, \u32FF\u32FE, \u32FF\u30F2",
        "NFC, \uD806\uDD35\uD806\uDD30e\u0301, \uD806\uDD35\uD806\uDD30\u00E9",
        "NFD, \uD806\uDD38\u00E9, \uD806\uDD38e\u0301"
    })
    void normalizesAsTheReferenceDoes(Form form, String text, String normalized) {
        Normalization normalization = Normalization.of(new Normalizer.Unicode(form));
        assertThat(tracked(normalization, text)).isEqualTo(normalized);
        assertThat(untracked(normalization, text)).isEqualTo(normalized);
    }

    /** Letters such as ㅠ, which stand for jamo, compose with what is before them: ㅂㅠ becomes 뷰. */
    @ParameterizedTest
    @EnumSource
    void normalizesAllTheSameWhetherOffsetsAreAskedForOrNot(Form form) {
        Normalization normalization = Normalization.of(new Normalizer.Unicode(form));
        for (int c = 0; c <= 0x1FFFF; c += c == 0xD7FF ? 0x801 : 1) {
            String character = Character.toString(c);
            String text = "\u3142" + character + "\u304B" + character + "\uAC00" + character + "e" + character;
            assertThat(tracked(normalization, text)).as("U+%X", c).isEqualTo(untracked(normalization, text));
        }
    }

    /** U+A7C0, U+10570 and U+16EA0 are newer than the oldest JDK's tables. */
    @Test
    void becomesSmallAsTheReferenceHasItWhateverTheJdkKnows() {
        Normalization lowercase = Normalization.of(new Normalizer.Lowercase());
        String capital = "A\u0130\u03A3\u1E9E\uA7C0" + Character.toString(0x10570) + Character.toString(0x16EA0) + "가";
        String small = "ai\u0307\u03C3\u00DF\uA7C1" + Character.toString(0x10597) + Character.toString(0x16EBB) + "가";
        assertThat(tracked(lowercase, capital)).isEqualTo(small);
        assertThat(untracked(lowercase, capital)).isEqualTo(small);
    }

    private static String tracked(Normalization normalization, String text) {
        return normalization.apply(TextSlice.tracked(text, 0)).toString();
    }

    private static String untracked(Normalization normalization, String text) {
        return normalization
                .apply(TextSlice.untracked(text.toCharArray(), 0, text.length(), true))
                .toString();
    }
}
