package io.malmoi.tokenization.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a|ab;abab;a a",
                "ab|a;aba;ab a",
                "a*?b;aab;aab",
                "a{2,3};aaaaa;aaa aa",
                "a{2}+;aaaaa;aaaa",
                "[^a-c\\d]+;xyaz9w;xy z w",
                "[\\p{L}&&[^가-힣]]+;ab가c;ab c",
                "(?i)straße;STRAẞE straße;STRAẞE straße",
                "(?i:k)x;KxkxKX;Kx kx",
                "\\bfoo\\b;foo food foo;foo foo",
                "x(?=y);xyxz;x",
                "(?<=x)y;xyzy;y",
                "(?<!x)y;xyzy;y",
                "(?>a+)b;aaab;aaab",
                "(?>a|ab)c;abc;",
                "^b$;a|b|c;b",
                "\\p{Han}+|\\p{Hangul}+;漢字한글;漢字 한글",
                "\\x{AC00}\\uAC01\\t?;가각;가각",
                "(a|b)*c;ababc;ababc",
                "(a*)*b;aab;aab",
                "[]a]+;a]b;a]",
                "\\P{L}+|\\p{^N};a12;a 12",
            })
    void findsWhatThePatternSays(String pattern, String text, String matches) {
        String found = String.join(" ", matches(pattern, text.replace('|', '\n')));
        assertThat(found).isEqualTo(matches == null ? "" : matches);
    }

    private static List<String> matches(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text.toCharArray(), 0, text.length());
        List<String> matches = new ArrayList<>();
        while (matcher.find()) {
            matches.add(text.substring(matcher.start(), matcher.end()));
        }
        return matches;
    }

    /** With backtracking alone each of these would take longer than the universe has had. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b",
                "(a|aa)+b",
                "(a*)*b",
                "(?:a?){40}a{40}b",
                "a*a*a*a*a*b",
                "(\\w|\\p{L})+\\d",
                "(?=(a|aa)+b)a"
            })
    void takesLinearTime(String pattern) {
        assertThat(matches(pattern, "a".repeat(20_000))).isEmpty();
    }

    @Test
    void findsInAMegabyteWithoutASpace() {
        String cl100k =
                "(?i:'s|'t)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        assertThat(matches(cl100k, "가".repeat(1_000_000))).hasSize(1);
        assertThat(matches(cl100k, " ".repeat(1_000_000) + "x")).hasSize(2);
        assertThat(matches(cl100k, "7".repeat(300_000))).hasSize(100_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(a;character 2 of the pattern: a group has no end",
                "a);there is no group that this ends",
                "[a;a set has no end",
                "*a;character 1 of the pattern: there is nothing before it that could be repeated",
                "a{2;no interval",
                "a{3,2};no interval",
                "a{9999};at most 1000 repetitions",
                "(a{1000}){1000};the pattern is too large",
                "\\p{Nope};there is no general category or script \"Nope\"",
                "(a)\\1;\\1 is not supported",
                "(?<name>a);this kind of group is not supported",
                "(?<=ab)c;looking behind is supported for a single character only",
                "[z-a];a range runs backwards",
                "\\;the pattern ends too early",
            })
    void refusesWhatItCannotDo(String pattern, String message) {
        assertThatThrownBy(() -> Pattern.compile(pattern))
                .isInstanceOf(PatternException.class)
                .hasMessageContaining(message);
    }
}
