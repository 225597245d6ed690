package io.malmoi.datasets.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.datasets.cleaning.StepReport.Rejection;
import io.malmoi.datasets.deduplication.MinHash;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.datasets.text.Layout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleaningStreamTest {
    private static final CleaningPlan ALL = new CleaningPlan(
            List.of(
                    new ControlCharacters(),
                    new NormalizationNfc(),
                    new Html(),
                    new Urls(),
                    new WhiteSpace(),
                    new EmptyLines(),
                    new Labels(Labels.USUAL),
                    new PhoneNumbers(),
                    new PersonalData(List.of(PersonalDataKind.values())),
                    new LongLines(LongLines.SHORTEST),
                    new RepeatedLines()),
            List.of(new LanguageFilter(0.3), new QualityFilter(QualityThresholds.USUAL), new Contamination(10)),
            true,
            Optional.of(new MinHash(5, 14, 8)));

    @TempDir
    Path folder;

    @Test
    void cleansMarkedDocuments() throws IOException {
        Result result = clean(
                CleaningPlan.USUAL, "\u001e 첫  글 \n\n\n\n둘째 문단\n둘째 문단\n\u001e둘째 글\u200b\n\n\u001e \n\u001e<br>\n");
        assertThat(result.text()).isEqualTo("\u001e첫 글\n\n둘째 문단\n\u001e둘째 글\n");
        assertThat(result.report().documentsRead()).isEqualTo(3);
        assertThat(result.report().documentsKept()).isEqualTo(2);
        assertThat(result.report().text().lines()).isEqualTo(4);
        assertThat(result.step("white-space").changed()).isEqualTo(1);
        assertThat(result.step("empty-lines").rejections())
                .containsExactly(new Rejection("nothing-left", 1, List.of("")));
        assertThat(result.report().steps().stream().map(StepReport::step))
                .containsExactly(
                        "control-characters",
                        "normalization-nfc",
                        "html",
                        "white-space",
                        "empty-lines",
                        "repeated-lines");
    }

    @Test
    void keepsBlankLinesBetweenBlocks() throws IOException {
        Result result = clean(CleaningPlan.USUAL, "\n \n가\n\n\n\t\n나\n나\n나\n\n나\n다\n\n\n");
        assertThat(result.text()).isEqualTo("가\n\n나\n\n나\n다\n");
        assertThat(result.report().documentsKept()).isEqualTo(3);
    }

    @Test
    void aListOfLinesStaysOne() throws IOException {
        Result result = clean(CleaningPlan.USUAL, "  좋다\n\n좋다 \n나쁘다\n".replace("\n\n", "\n"));
        assertThat(result.text()).isEqualTo("좋다\n좋다\n나쁘다\n");
        assertThat(result.report().documentsRead()).isEqualTo(3);
    }

    @Test
    void dropsAndSamplesForEveryReason() throws IOException {
        Contamination contamination = new Contamination(10);
        contamination.add("시험에 나오는 문장은 이것이다.");
        var plan = new CleaningPlan(
                List.of(),
                List.of(new LanguageFilter(0.5), new QualityFilter(QualityThresholds.USUAL), contamination),
                true,
                Optional.of(new MinHash(5, 14, 8)));
        Result result = clean(
                plan,
                String.join(
                        "\n",
                        "오늘은 날씨가 참 좋아서 공원에 나가 걸었다",
                        "The weather was fine today",
                        "12345 ...",
                        "하나",
                        "아! ★★★ ###",
                        "참 좋아 참 좋아 참 좋아 참 좋아",
                        "띄어쓰기를하나도하지않고쓴긴글은사람이읽기에참으로어려운글이라고들하더라고그래 그렇다",
                        "먼저 시험에 나오는 문장은 이것이다 하고 말했다",
                        "오늘은 날씨가 참 좋아서 공원에 나가 걸었다",
                        "오늘은, 날씨가 참 좋아서 공원에 나가 걸었다!"));
        assertThat(result.text()).isEqualTo("오늘은 날씨가 참 좋아서 공원에 나가 걸었다\n");
        assertThat(result.step("language").rejections())
                .containsExactly(
                        new Rejection("too-little-hangul", 1, List.of("The weather was fine today")),
                        new Rejection("no-letters", 1, List.of("12345 ...")));
        assertThat(result.step("quality").rejections())
                .extracting(Rejection::reason)
                .containsExactlyInAnyOrder("too-few-eojeol", "too-many-symbols", "repeated-ngrams", "too-long-eojeol");
        assertThat(result.step("contamination").rejections())
                .extracting(Rejection::reason)
                .containsExactly("evaluation-text");
        assertThat(result.step("exact-duplicates").dropped()).isEqualTo(1);
        assertThat(result.step("near-duplicates").rejections())
                .containsExactly(new Rejection("duplicate", 1, List.of("오늘은, 날씨가 참 좋아서 공원에 나가 걸었다!")));
    }

    @Test
    void cleansEveryFieldOfARecord() throws IOException {
        String record =
                "{\"instruction\":\"  요약\\n\\n\\n\\n하라 \",\"input\":{\"text\":[\"<b>글</b>\",3]},\"output\":\"&quot;\"}";
        Result result = clean(CleaningPlan.USUAL, "\u001e" + record + "\n\u001e{아니다}\n");
        assertThat(result.text())
                .isEqualTo("\u001e{\"instruction\":\"요약\\n\\n하라\",\"input\":{\"text\":[\"글\",3]},\"output\":\"\\\"\"}\n"
                        + "\u001e{아니다}\n");
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void cleaningTwiceIsCleaningOnceAndCountsAddUp(Layout layout) throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            String text = switch (layout) {
                case MARKED ->
                    IntStream.range(0, 5)
                            .mapToObj(i -> "\u001e온갖 글자가 다 있는 글 " + i + randomText(random, "\n"))
                            .collect(Collectors.joining("\n"));
                case BLOCKS -> "첫 글\n\n온갖 글" + randomText(random, "\n");
                case LINES -> "온갖 글" + randomText(random, "");
            };
            CleaningPlan plan = layout == Layout.MARKED
                    ? ALL
                    : new CleaningPlan(ALL.textSteps(), List.of(), false, Optional.empty());
            Result once = clean(plan, text);
            assertThat(clean(plan, once.text()).text()).as(text).isEqualTo(once.text());
            long dropped = once.report().steps().stream()
                    .mapToLong(StepReport::dropped)
                    .sum();
            assertThat(once.report().documentsKept() + dropped)
                    .isEqualTo(once.report().documentsRead());
            assertThat(once.report().text().bytes()).isEqualTo(once.text().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static String randomText(Random random, String lineFeed) {
        String[] pieces = {
            "가",
            "각",
            "\u1100",
            "\u1161",
            "\u11a8",
            "e",
            "\u0301",
            "\u0338",
            "\u037e",
            " ",
            " ",
            "\t",
            lineFeed,
            lineFeed,
            lineFeed,
            "\r",
            "\u200b",
            "\u200d",
            "\ufeff",
            "\u00a0",
            "\u3000",
            "\u0000",
            "\u0085",
            "\u2001",
            "\u2028",
            "👩",
            "\u212b",
            "ㄱ",
            "abc",
            "<",
            ">",
            "<b>",
            "<br>",
            "</p>",
            "&amp;",
            "&lt;",
            "&",
            "lt;",
            "&#10;",
            "&#x200b;",
            "http://",
            "www.",
            "x.kr/",
            "전화",
            ":",
            "Tel",
            "/",
            "02-123-4567",
            "010",
            "12",
            "34",
            "-",
            "a@b.kr",
            "홍길동",
            " 씨",
            "님",
            "2024년",
            "3월",
            "오후 3시",
            "서울시 중구 세종대로 ",
            "{",
            "}",
            "\"",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "긴 글이다. "
        };
        var text = new StringBuilder();
        for (int i = random.nextInt(80); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void aDocumentLongerThanAMebibyteIsCutAtLineEnds() throws IOException {
        String lines = IntStream.range(0, 5)
                .mapToObj(i -> "가나다 ".repeat(25_000) + i + "\n")
                .collect(Collectors.joining());
        Result result = clean(CleaningPlan.USUAL, "\u001e" + lines + "\u001e끝");
        assertThat(result.report().documentsRead()).isEqualTo(3);
        assertThat(result.text().replace("\u001e", "").equals(lines + "끝\n")).isTrue();
        String longLine = "가나다 ".repeat(300_000).strip();
        String longLines = longLine + "\n" + longLine + "!\n";
        assertThat(clean(CleaningPlan.USUAL, longLines).text().equals(longLines))
                .isTrue();
    }

    @Test
    void saysWhatIsWrongWithAText() {
        assertThatThrownBy(() -> clean(CleaningPlan.USUAL, new byte[] {'a', '\n', (byte) 0xb0, (byte) 0xa1}))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("byte offset 2");
        assertThatThrownBy(() -> clean(CleaningPlan.USUAL, new byte[0])).hasMessageContaining("empty");
        var strict = new CleaningPlan(List.of(), List.of(new LanguageFilter(1)), false, Optional.empty());
        assertThatThrownBy(() -> clean(strict, "one\ntwo\n"))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("nothing is left of the 2 documents")
                .hasMessageContaining("language dropped 2");
    }

    @Test
    void readsInPiecesOfAnySizeAndInOrder() throws IOException {
        String text =
                IntStream.range(0, 200_000).mapToObj(i -> "줄  " + i + "\n").collect(Collectors.joining());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var pieces = new ByteArrayOutputStream();
        try (var stream =
                new CleaningStream(new ByteArrayInputStream(bytes), Layout.LINES, CleaningPlan.USUAL, folder)) {
            assertThatThrownBy(stream::report).isInstanceOf(IllegalStateException.class);
            for (int value = stream.read(); value >= 0; value = stream.read()) {
                pieces.write(value);
                pieces.write(stream.readNBytes(777));
            }
            assertThat(stream.read(new byte[5])).isEqualTo(-1);
        }
        assertThat(pieces.toString(StandardCharsets.UTF_8).equals(text.replace("  ", " ")))
                .isTrue();
    }

    private record Result(String text, CleaningReport report) {
        StepReport step(String name) {
            return report.steps().stream()
                    .filter(step -> step.step().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Result clean(CleaningPlan plan, String text) throws IOException {
        return clean(plan, text.getBytes(StandardCharsets.UTF_8));
    }

    private Result clean(CleaningPlan plan, byte[] text) throws IOException {
        Layout layout = Layout.of(new ByteArrayInputStream(text));
        Path work = Files.createTempDirectory(folder, "work");
        try (var stream = new CleaningStream(new ByteArrayInputStream(text), layout, plan, work)) {
            String clean = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new Result(clean, stream.report());
        }
    }
}
