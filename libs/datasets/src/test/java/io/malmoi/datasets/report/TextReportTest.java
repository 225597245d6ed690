package io.malmoi.datasets.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.text.Layout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReportTest {
    @TempDir
    Path folder;

    @Test
    void countsWhatDocumentsHave() {
        TextReport report =
                report(List.of("가나 다\n라", "ABC 12", "日本語のテスト", "漢字", "?!", "가a", "{\"q\":\"물음\",\"n\":[\"답\"]}"));
        assertThat(report.documents()).isEqualTo(7);
        assertThat(report.characters()).isEqualTo(6 + 6 + 7 + 2 + 2 + 2 + 4);
        assertThat(report.eojeol()).isEqualTo(3 + 2 + 1 + 1 + 1 + 1 + 2);
        assertThat(counts(report.languages()))
                .isEqualTo("korean 2, latin 1, japanese 1, chinese 1, other 0, mixed 1, no-letters 1");
        assertThat(counts(report.characterKinds()))
                .isEqualTo("hangul 8, latin 4, han 5, kana 4, other-letters 0, digits 2, symbols 2, white-space 4");
        assertThat(report.charactersPerDocument().minimum()).isEqualTo(2);
        assertThat(report.charactersPerDocument().maximum()).isEqualTo(7);
        assertThat(report.eojeolPerDocument().median()).isEqualTo(1);
    }

    @Test
    void countsCharactersOfEveryLength() {
        TextReport report = report(List.of("é한😀 𠀀"));
        assertThat(report.characters()).isEqualTo(5);
        assertThat(report.bytes()).isEqualTo(2 + 3 + 4 + 1 + 4);
        assertThat(counts(report.characterKinds()))
                .isEqualTo("hangul 1, latin 1, han 1, kana 0, other-letters 0, digits 0, symbols 1, white-space 1");
    }

    @Test
    void countsRunsOfEojeol() {
        TextReport report = report(List.of("참 좋은 영화", "참 좋은 날", "정말 참 좋은 영화"));
        assertThat(report.sample().whole()).isTrue();
        assertThat(report.sample().ngrams()).extracting(TopNgrams::eojeol).containsExactly(1, 2, 3);
        assertThat(counts(report.sample().ngrams().get(0).runs())).isEqualTo("좋은 3, 참 3, 영화 2");
        assertThat(counts(report.sample().ngrams().get(1).runs())).isEqualTo("참 좋은 3, 좋은 영화 2");
        assertThat(counts(report.sample().ngrams().get(2).runs())).isEqualTo("참 좋은 영화 2");
    }

    @Test
    void aSampleAndAnEstimateStandForALargeTextWhateverItsOrder() {
        Random random = new Random(7);
        List<String> documents = new ArrayList<>(IntStream.range(0, 60_000)
                .mapToObj(i -> "글 " + i + " " + random.nextInt(100) + " 자주")
                .toList());
        documents.addAll(documents.subList(0, 20_000));
        TextReport report = report(documents);
        assertThat(report.repeatedShareIsEstimate()).isTrue();
        assertThat(report.repeatedShare()).isCloseTo(0.25, within(0.01));
        assertThat(report.sample().whole()).isTrue();
        Collections.shuffle(documents, random);
        assertThat(report(documents)).isEqualTo(report);
        documents.replaceAll(document -> document + " 또 다른 말이 뒤에 길게 붙는다".repeat(3));
        TextReport sampled = report(documents);
        assertThat(sampled.sample().whole()).isFalse();
        assertThat(sampled.sample().documents()).isBetween(10_000L, 30_000L);
        assertThat(sampled.documents()).isEqualTo(80_000);
        Collections.shuffle(documents, random);
        assertThat(report(documents)).isEqualTo(sampled);
    }

    @Test
    void aDocumentOfAMegabyteIsSampledByItsBeginning() {
        TextReport report = report(List.of("가나다 ".repeat(100_000)));
        assertThat(report.sample().whole()).isFalse();
        assertThat(report.sample().ngrams().get(0).runs().get(0).count()).isBetween(1_000L, 1_300L);
        assertThat(report.sample().examples()).singleElement().asString().hasSize(301);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "첫 줄\n둘째 줄\n\n\n\n셋째\n \t\n넷째",
                "\n\n첫 줄\n둘째 줄\n셋째",
                "첫 줄\n둘째 줄\n\n",
                "\u001e하나\n\n둘\n\u001e셋\n",
                "\n\u001e하나\n\u001e\n\u001e둘",
                "\u001e하나",
                "a\n\u001e\nb"
            })
    void measuresTheDocumentsThatCleaningReads(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var measured = new MeasuredText(new ByteArrayInputStream(bytes));
        assertThat(measured.readAllBytes()).isEqualTo(bytes);
        Layout layout = Layout.of(new ByteArrayInputStream(bytes));
        var nothing = new CleaningPlan(List.of(), List.of(), false, Optional.empty());
        try (var cleaned = new CleaningStream(new ByteArrayInputStream(bytes), layout, nothing, folder)) {
            cleaned.readAllBytes();
            assertThat(measured.report()).isEqualTo(cleaned.measured());
        }
    }

    @Test
    void measuresLongTextsOfAnyLayoutInPieces() throws IOException {
        String lines = IntStream.range(0, 100_000).mapToObj(i -> "줄 " + i).collect(Collectors.joining("\n"));
        for (String text : List.of(lines, lines + "\n\n끝", "\u001e" + lines)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            var measured = new MeasuredText(new ByteArrayInputStream(bytes));
            while (measured.read(new byte[777]) >= 0) {
                continue;
            }
            Layout layout = Layout.of(new ByteArrayInputStream(bytes));
            var nothing = new CleaningPlan(List.of(), List.of(), false, Optional.empty());
            try (var cleaned = new CleaningStream(new ByteArrayInputStream(bytes), layout, nothing, folder)) {
                cleaned.readAllBytes();
                assertThat(measured.report()).isEqualTo(cleaned.measured());
            }
        }
    }

    private static TextReport report(List<String> documents) {
        var statistics = new TextStatistics();
        documents.forEach(document -> statistics.add(document.getBytes(StandardCharsets.UTF_8)));
        return statistics.report();
    }

    private static String counts(List<NamedCount> counts) {
        return counts.stream().map(count -> count.name() + " " + count.count()).collect(Collectors.joining(", "));
    }
}
