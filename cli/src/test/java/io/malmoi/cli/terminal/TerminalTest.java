package io.malmoi.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.cli.terminal.LossChart.Curves;
import io.malmoi.cli.terminal.LossChart.Point;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void hangulTakesTwoColumns() {
        assertThat(TextWidth.columns("말모이 ok")).isEqualTo(9);
        assertThat(TextWidth.columns("é e\u0301 😀")).isEqualTo(6);
        assertThat(TextWidth.fit("말모이사전", 6)).isEqualTo("말모…");
        assertThat(TextWidth.fit("말모이", 6)).isEqualTo("말모이");
        assertThat(TextWidth.pad("말", 4)).isEqualTo("말  ");
    }

    @Test
    void numbersAreReadable() {
        assertThat(Format.bytes(999)).isEqualTo("999 B");
        assertThat(Format.bytes(1_695_103)).isEqualTo("1.70 MB");
        assertThat(Format.bytes(999_999)).isEqualTo("1.00 MB");
        assertThat(Format.shortCount(9_999)).isEqualTo("9,999");
        assertThat(Format.shortCount(23_040_000)).isEqualTo("23.0 M");
        assertThat(Format.duration(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
        assertThat(Format.duration(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Format.rate(0.5, "steps")).isEqualTo("0.50 steps/s");
    }

    @Test
    void tablesAlignHangul() {
        Table table = new Table("A", "B");
        table.add("말", "1");
        table.add("ok!", "2");
        assertThat(table.lines()).containsExactly("A    B", "말   1", "ok!  2");
    }

    @Test
    void barsFillByEighths() {
        assertThat(ProgressBar.bar(0, 24)).isEqualTo("·".repeat(24));
        assertThat(ProgressBar.bar(1, 24)).isEqualTo("█".repeat(24));
        assertThat(ProgressBar.bar(0.5, 24)).isEqualTo("█".repeat(12) + "·".repeat(12));
        assertThat(ProgressBar.bar(1.0 / 192, 24)).startsWith("▏");
    }

    @Test
    void aTerminalShowsOneLineInPlaceAndALogPlainLines() {
        ProgressBar.Reading reading = new ProgressBar.Reading(
                "train", 50, 100, "steps", 2, Duration.ofSeconds(25), "12.3 k tokens/s  loss 4.000");
        assertThat(shown(new Console.Terminals(false, false, true, 80), reading))
                .startsWith("\r  train")
                .contains("50 %", "50/100 steps", "0:25 left", "12.3 k tokens/s", "loss 4.000")
                .doesNotContain("\n");
        assertThat(shown(Console.Terminals.NONE, reading))
                .doesNotContain("\r", "\u001b")
                .hasLineCount(1);
    }

    @Test
    void theChartFitsItsWidthAndFallsFromLeftToRight() {
        List<Point> train = IntStream.range(0, 200)
                .mapToObj(i -> new Point(i, 3 + 5 * Math.exp(-i / 40.0)))
                .toList();
        List<String> lines = LossChart.draw(
                new Curves(train, List.of(new Point(100, 4), new Point(199, 3.5)), 6), 72, (style, text) -> text);
        assertThat(lines)
                .hasSize(13)
                .allSatisfy(line -> assertThat(TextWidth.columns(line)).isLessThanOrEqualTo(72));
        assertThat(lines.get(0)).startsWith("   8.00 │");
        assertThat(lines.get(9)).startsWith("   3.0");
        assertThat(String.join("", lines)).contains("●", "╌", "step 199");
    }

    @Test
    void aRunTooShortForACurveHasNone() {
        assertThat(LossChart.draw(new Curves(List.of(new Point(1, 2)), List.of(), 0), 72, (style, text) -> text))
                .isEmpty();
    }

    private static String shown(Console.Terminals terminals, ProgressBar.Reading reading) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminals,
                true);
        new ProgressBar(console).show(reading);
        return err.toString(StandardCharsets.UTF_8);
    }
}
