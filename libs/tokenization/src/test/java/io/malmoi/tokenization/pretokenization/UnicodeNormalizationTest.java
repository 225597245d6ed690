package io.malmoi.tokenization.pretokenization;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.text.TextSlice;
import java.text.Normalizer.Form;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(normalization.apply(TextSlice.tracked(text, 0)).toString()).isEqualTo(normalized);
        char[] characters = text.toCharArray();
        assertThat(normalization
                        .apply(TextSlice.untracked(characters, 0, characters.length, true))
                        .toString())
                .isEqualTo(normalized);
    }
}
