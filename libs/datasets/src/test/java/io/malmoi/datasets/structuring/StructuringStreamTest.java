package io.malmoi.datasets.structuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.datasets.cleaning.StepReport;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.MarkedText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StructuringStreamTest {
    private static final String RECORDS = IntStream.range(0, 20_000)
            .mapToObj(i ->
                    "\u001e{\"question\":\"물음 " + i + "?\",\"answer\":\"" + (i % 10 == 3 ? " " : "답 " + i) + "\"}\n")
            .collect(Collectors.joining());

    @Test
    void everySampleIsADocumentAndEveryRecordIsCounted() throws IOException {
        try (StructuringStream stream = stream(RECORDS, 1)) {
            List<String> samples = documents(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            StructuringReport report = stream.report();
            assertThat(report.records()).isEqualTo(20_000);
            assertThat(report.samples()).isEqualTo(90_000).isEqualTo(samples.size());
            assertThat(report.skipped())
                    .containsExactly(new StepReport.Rejection(
                            "no text in 'answer'", 10_000, List.of(record(3), record(3), record(3))));
            assertThat(samples.get(0)).endsWith("물음 0?\n\n### Response(응답):\n답 0");
            assertThat(samples.get(samples.size() - 1)).endsWith("답 19999");
        }
    }

    private static String record(int number) {
        return "{\"question\":\"물음 " + number + "?\",\"answer\":\" \"}";
    }

    @Test
    void theSameRecordsAndSeedGiveTheSameBytesWhereverTheyStand() throws IOException {
        byte[] first = read(RECORDS, 1);
        assertThat(read(RECORDS, 1)).isEqualTo(first);
        assertThat(read(RECORDS, 2)).isNotEqualTo(first);
        String[] records = RECORDS.split("(?<=\n)");
        String turned = IntStream.range(0, records.length)
                .mapToObj(i -> records[records.length - 1 - i])
                .collect(Collectors.joining());
        assertThat(sorted(read(turned, 1)).equals(sorted(first))).isTrue();
    }

    @Test
    void allTextsOfABankAreChosenAboutEquallyOften() throws IOException {
        Map<String, Long> chosen = documents(new String(read(RECORDS, 7), StandardCharsets.UTF_8)).stream()
                .collect(Collectors.groupingBy(sample -> sample.lines().toList().get(1), Collectors.counting()));
        assertThat(chosen).hasSize(8);
        assertThat(chosen.values()).allMatch(count -> count > 10_500 && count < 12_000);
    }

    @Test
    void aCorpusOfWhichNoSampleCanBeMadeSaysWhy() {
        assertThatThrownBy(() -> read("\u001e{\"question\":\"가\",\"answer\":\"\"}\n", 1))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("no sample could be made of the 1 documents: no text in 'answer' (5)");
        assertThatThrownBy(() -> read(" \n", 1))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("nothing but white space");
        assertThatThrownBy(() -> read("", 1))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("empty");
    }

    private static List<String> sorted(byte[] corpus) {
        return documents(new String(corpus, StandardCharsets.UTF_8)).stream()
                .sorted()
                .toList();
    }

    private static List<String> documents(String corpus) {
        assertThat(corpus).startsWith("\u001e").endsWith("\n");
        return Arrays.stream(corpus.substring(1).split("\n\u001e"))
                .map(document -> MarkedText.parse(document.strip().getBytes(StandardCharsets.UTF_8))
                        .text()
                        .strip())
                .toList();
    }

    private static byte[] read(String corpus, long seed) throws IOException {
        try (StructuringStream stream = stream(corpus, seed)) {
            return stream.readAllBytes();
        }
    }

    private static StructuringStream stream(String corpus, long seed) {
        String template = Templates.content("korean-augmentation").orElseThrow();
        return new StructuringStream(
                new ByteArrayInputStream(corpus.getBytes(StandardCharsets.UTF_8)),
                Layout.MARKED,
                StructuringPlan.of("korean-augmentation", template, Map.of(), 0, seed));
    }
}
