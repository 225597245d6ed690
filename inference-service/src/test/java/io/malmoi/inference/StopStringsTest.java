package io.malmoi.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void holdsBackWhatMayBeTheBeginningOfAStopString() {
        StopStrings stops = new StopStrings(List.of("끝났다"));
        assertThat(stops.accept("이제 끝")).isEqualTo("이제 ");
        assertThat(stops.accept("났")).isEmpty();
        assertThat(stops.accept("고")).isEqualTo("끝났고");
        assertThat(stops.found()).isEmpty();
    }

    @Test
    void findsAStopStringAcrossPieces() {
        StopStrings stops = new StopStrings(List.of("\n\n", "User:"));
        assertThat(stops.accept("hello U")).isEqualTo("hello ");
        assertThat(stops.accept("se")).isEmpty();
        assertThat(stops.accept("r: hi")).isEmpty();
        assertThat(stops.found()).contains("User:");
        assertThat(stops.accept("more")).isEmpty();
        assertThat(stops.rest()).isEmpty();
    }

    @Test
    void givesTheRestWhenTheTextEnds() {
        StopStrings stops = new StopStrings(List.of("abc"));
        assertThat(stops.accept("xab")).isEqualTo("x");
        assertThat(stops.rest()).isEqualTo("ab");
    }

    @Test
    void findsAStopStringThatOverlapsItsOwnBeginning() {
        StopStrings stops = new StopStrings(List.of("aab"));
        assertThat(stops.accept("a") + stops.accept("a") + stops.accept("a") + stops.accept("b"))
                .isEqualTo("a");
        assertThat(stops.found()).contains("aab");
    }

    @Test
    void doesNotDependOnWhereThePiecesAreCut() {
        List<String> stops = List.of("abab", "bb", "abba", "ba");
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(12, 'a', 'd')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(cut(text, stops, random)).as(text).isEqualTo(cut(text, stops, null));
        }
    }

    private static String cut(String text, List<String> strings, Random random) {
        StopStrings stops = new StopStrings(strings);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int next = random == null ? text.length() : at + 1 + random.nextInt(text.length() - at);
            out.append(stops.accept(text.substring(at, next)));
            at = next;
        }
        return out.append(stops.rest()).append('|').append(stops.found()).toString();
    }
}
