package io.malmoi.datasets.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.datasets.text.InvalidTextException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CleaningStreamTest {
    /** Java escapes, since what is tested cannot be seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "control-characters | a\\u0000b\\u0007\\u007f\\u0085 c\\u0093 | ab c",
                "control-characters | \\uFEFF말\\u200b모\\u2060이\\u00ad | 말모이",
                "control-characters | \\u202eab\\u202c \\u2067cd\\u2069 | ab cd",
                "normalization-nfc | \\u1112\\u1161\\u11ab\\u1100\\u1173\\u11af | 한글",
                "normalization-nfc | e\\u0301 A\\u030a | é Å",
                "white-space | \\t가\\t\\u00a0\\u3000나  다 \\r | 가 나 다",
                "white-space | a\\u000bb\\u000cc\\u2028d\\u2003e | a b c d e",
            })
    void changesLines(String step, String escaped, String expected) throws IOException {
        Result result = clean(unescape(escaped));
        assertThat(result.text()).isEqualTo(expected + "\n");
        assertThat(result.step(step).changedLines()).isEqualTo(1);
    }

    @Test
    void removesEmptyAndRepeatedLines() throws IOException {
        Result result = clean("\n \n가\n\n\n\t\n나\n나\n나\n\n나\n다\n\n\n");
        assertThat(result.text()).isEqualTo("가\n\n나\n\n나\n다\n");
        assertThat(result.report().linesRead()).isEqualTo(14);
        assertThat(result.step("empty-lines")).isEqualTo(new StepReport("empty-lines", 0, 6));
        assertThat(result.step("repeated-lines")).isEqualTo(new StepReport("repeated-lines", 0, 2));
        assertThat(result.report().text().lines()).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("textsThatAreClean")
    void leavesGoodTextAlone(String text) throws IOException {
        Result result = clean(text);
        assertThat(result.text()).isEqualTo(text);
        assertThat(result.report().steps()).allMatch(step -> step.changedLines() + step.removedLines() == 0);
    }

    static List<String> textsThatAreClean() {
        return List.of(
                "말모이는 최초의 국어사전이다.\n\n둘째 글.\n",
                "👨‍👩‍👧 가족 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿\n",
                "क्‍ष می‌خواهم\n",
                "ㄱㄴㄷ ㅋㅋㅋ ㅠㅠ 「꺾쇠」 ～ ★☆♥ 漢字 かがみ\n");
    }

    @Test
    void stepsAreInTheirOrder() throws IOException {
        assertThat(clean("가").report().steps().stream().map(StepReport::step))
                .containsExactly(
                        "control-characters", "normalization-nfc", "white-space", "empty-lines", "repeated-lines");
    }

    @Test
    void everySyllableSurvivesComposedAndDecomposed() throws IOException {
        String syllables = "가"
                .chars()
                .flatMap(first -> IntStream.rangeClosed(first, 0xd7a3))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        assertThat(clean(syllables).text()).isEqualTo(syllables + "\n");
        assertThat(clean(Normalizer.normalize(syllables, Normalizer.Form.NFD)).text())
                .isEqualTo(syllables + "\n");
    }

    @Test
    void cleaningTwiceIsCleaningOnceAndCountsAddUp() throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            Result once = clean("x" + randomText(random));
            assertThat(clean(once.text()).text()).isEqualTo(once.text());
            long removed = once.report().steps().stream()
                    .mapToLong(StepReport::removedLines)
                    .sum();
            assertThat(once.report().text().lines() + removed)
                    .isEqualTo(once.report().linesRead());
            assertThat(once.report().text().bytes()).isEqualTo(once.text().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static String randomText(Random random) {
        String[] pieces = {
            "가", "각", "\u1100", "\u1161", "\u11a8", "e", "\u0301", "\u0323", " ", " ", "\t", "\n", "\n", "\n", "\r",
            "\u200b", "\u200d", "\ufeff", "\u00a0", "\u3000", "\u0000", "\u0085", "\u2001", "\u2028", "👩", "\u212b",
            "ㄱ", "abc"
        };
        var text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void linesLongerThanTheBuffersStayWhole() throws IOException {
        String line = "가나다 ".repeat(300_000).strip();
        assertThat(clean(line + "\n" + line + "!\n").text()).isEqualTo(line + "\n" + line + "!\n");
    }

    @Test
    void namesTheOffsetOfWhatIsNotUtf8() {
        var stream = new CleaningStream(new ByteArrayInputStream(new byte[] {'a', '\n', (byte) 0xb0, (byte) 0xa1}));
        assertThatThrownBy(stream::readAllBytes)
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("byte offset 2");
    }

    @Test
    void readsInPiecesOfAnySize() throws IOException {
        byte[] text = "가나다\n\n\n라 마\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        byte[] whole = new CleaningStream(new ByteArrayInputStream(text)).readAllBytes();
        var stream = new CleaningStream(new ByteArrayInputStream(text));
        var pieces = new ByteArrayOutputStream();
        assertThatThrownBy(stream::report).isInstanceOf(IllegalStateException.class);
        for (int value = stream.read(); value >= 0; value = stream.read()) {
            pieces.write(value);
            pieces.write(stream.readNBytes(777));
        }
        assertThat(pieces.toByteArray()).isEqualTo(whole);
        assertThat(stream.read(new byte[5])).isEqualTo(-1);
        assertThat(stream.report().text().bytes()).isEqualTo(whole.length);
    }

    private static String unescape(String text) {
        String characters = Pattern.compile("\\\\u(\\p{XDigit}{4})")
                .matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
        return characters.translateEscapes();
    }

    private record Result(String text, CleaningReport report) {
        StepReport step(String name) {
            return report.steps().stream()
                    .filter(step -> step.step().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Result clean(String text) throws IOException {
        var stream = new CleaningStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return new Result(new String(stream.readAllBytes(), StandardCharsets.UTF_8), stream.report());
    }
}
