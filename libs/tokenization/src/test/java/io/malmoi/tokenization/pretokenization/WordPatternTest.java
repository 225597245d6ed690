package io.malmoi.tokenization.pretokenization;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.tokenization.Golden;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.text.TextSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written by hand cuts as the regular expression does. */
class WordPatternTest {
    private static final String SIGNS = "  \n\r\t''strelvmdaz가각19½.!,…\u3000\u0301\u00a0\u2028";

    @ParameterizedTest
    @EnumSource(WordPattern.class)
    void cutsAsTheRegularExpression(WordPattern pattern) {
        String expression = pattern == WordPattern.GPT2 ? TextPattern.GPT2 : TextPattern.KOREAN;
        Random random = new Random(3);
        List<String> texts = new ArrayList<>(
                List.of(Golden.text("unicode.txt"), Golden.text("koconovel.txt"), Golden.text("the-verdict.txt")));
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
            }
            texts.add(text.toString());
        }
        for (String text : texts) {
            assertThat(words(pattern, text)).isEqualTo(words(matches(expression), text));
        }
    }

    private static PreTokenization matches(String expression) {
        return (text, words) -> new Matches(new TextPattern.Regex(expression).compiled(), false, text)
                .split(PreTokenizer.SplitBehavior.ISOLATED, words);
    }

    private static List<String> words(PreTokenization cut, String text) {
        List<String> words = new ArrayList<>();
        cut.split(
                TextSlice.untracked(text.toCharArray(), 0, text.length(), true),
                (slice, start, end) -> words.add(new String(slice.characters(), start, end - start)));
        return words;
    }
}
