package io.malmoi.datasets.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each step by itself, on the inputs and outputs of {@code steps.txt}, and on text that it must leave alone. */
class TextStepsTest {
    private static final Pattern CHARACTER = Pattern.compile("\\\\u(\\p{XDigit}{4})");
    private static final Map<String, TextStep> STEPS = Stream.of(
                    new ControlCharacters(),
                    new NormalizationNfc(),
                    new Html(),
                    new Urls(),
                    new WhiteSpace(),
                    new EmptyLines(),
                    new Labels(Labels.USUAL),
                    new PhoneNumbers(),
                    new PersonalData(EnumSet.allOf(PersonalDataKind.class)),
                    new LongLines(LongLines.SHORTEST),
                    new RepeatedLines())
            .collect(Collectors.toMap(TextStep::name, Function.identity()));

    static List<Arguments> golden() throws IOException {
        try (var lines = new BufferedReader(
                new InputStreamReader(TextStepsTest.class.getResourceAsStream("steps.txt"), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .map(parts -> Arguments.of(parts[0], unescape(parts[1]), unescape(parts[2])))
                    .toList();
        }
    }

    private static String unescape(String text) {
        return CHARACTER
                .matcher(text.replace("\\n", "\n"))
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void changesWhatItShould(String step, String before, String after) {
        assertThat(STEPS.get(step).clean(before)).isEqualTo(after);
        assertThat(STEPS.get(step).clean(after)).as("twice").isEqualTo(after);
    }

    static List<String> good() {
        return List.of(
                "말모이는 최초의 국어사전이다.\n\n둘째 글.",
                "👨‍👩‍👧 가족 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "क्‍ष می‌خواهم",
                "ㄱㄴㄷ ㅋㅋㅋ ㅠㅠ 「꺾쇠」 ～ ★☆♥ 漢字 かがみ",
                "3 < 5 > 2, <사랑의 불시착>, R&D와 AT&T, a <- b",
                "임진왜란 1592-1598년대, 1800-1811, 버전 0.10.1, 12345-67890",
                "이 사이트 3곳과 전화 두 통, 주소를 찾는 문의가 있었다",
                "하나님이 박사님께, 주인공님 그리고 이감독님과 제국군이");
    }

    @ParameterizedTest
    @MethodSource("good")
    void leavesGoodTextAlone(String text) {
        STEPS.values()
                .forEach(step -> assertThat(step.clean(text)).as(step.name()).isSameAs(text));
    }

    @Test
    void everySyllableSurvivesComposedAndDecomposed() {
        String syllables =
                IntStream.rangeClosed('가', 0xd7a3).mapToObj(Character::toString).collect(Collectors.joining());
        for (TextStep step : List.of(new ControlCharacters(), new NormalizationNfc(), new Html(), new WhiteSpace())) {
            assertThat(step.clean(syllables)).isSameAs(syllables);
        }
        assertThat(new NormalizationNfc().clean(Normalizer.normalize(syllables, Normalizer.Form.NFD)))
                .isEqualTo(syllables);
        String broken = new LongLines(100).clean(syllables);
        assertThat(broken.lines()).allMatch(line -> line.length() <= 100);
        assertThat(broken.replace("\n", "")).isEqualTo(syllables);
    }

    @Test
    void breaksLongLinesAtSentenceEndsAndNeverWithinACharacter() {
        String sentence = "아름다운 우리말을 모으는 일이 바로 말모이다. ";
        assertThat(new LongLines(100).clean(sentence.repeat(9).strip()).lines())
                .allMatch(line -> line.endsWith(".") && line.length() <= 100);
        assertThat(new LongLines(100).clean("😀".repeat(200)).lines()).allMatch(line -> line.length() == 100);
        assertThatThrownBy(() -> new LongLines(99)).hasMessageContaining("99").hasMessageContaining("100");
    }

    @Test
    void tablesOfLabelsCanBeReplaced() {
        assertThat(new Labels(Map.of("FAX", List.of("팩스", "Fax"))).clean("팩스 : 02-1\n전화: 02-2\nfax： 3"))
                .isEqualTo("FAX: 02-1\n전화: 02-2\nFAX: 3");
    }

    @Test
    void masksOnlyTheKindsAskedFor() {
        var phones = new PersonalData(List.of(PersonalDataKind.PHONE_NUMBER));
        assertThat(phones.clean("010-1234-5678, a@b.kr")).isEqualTo("#PhoneNumber#, a@b.kr");
    }
}
