package io.malmoi.datasets.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.cleaning.QualityFilter;
import io.malmoi.datasets.cleaning.QualityThresholds;
import io.malmoi.datasets.report.page.CorpusPage;
import io.malmoi.datasets.report.page.DatasetPage;
import io.malmoi.datasets.text.Layout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    private static final String SCRIPT = "<script>alert('\"&')</script> <img src=x onerror=y>";

    @TempDir
    Path folder;

    @Test
    void aReportIsTheSameReadAgain() throws IOException {
        CorpusReport report = cleaned("좋은 영화\n짧음\n좋은 영화 " + SCRIPT + "\n");
        assertThat(ReportJson.read(ReportJson.write(report), CorpusReport.class))
                .isEqualTo(report);
        assertThat(ReportJson.read(ReportJson.write(dataset(SCRIPT)), DatasetReport.class))
                .isEqualTo(dataset(SCRIPT));
    }

    @Test
    void countsAddUpFromStepToStep() throws IOException {
        CorpusReport report = cleaned("좋은 영화\n짧음\n좋은 영화\n좋은 영화다\n");
        assertThat(report.steps()).extracting(CorpusReport.Step::step).containsExactly("quality", "exact-duplicates");
        assertThat(report.steps())
                .extracting(CorpusReport.Step::documentsBefore)
                .containsExactly(4L, 3L);
        assertThat(report.steps()).extracting(CorpusReport.Step::documentsAfter).containsExactly(3L, 2L);
        assertThat(report.text().documents()).isEqualTo(2);
    }

    @Test
    void textFromOutsideStaysText() throws IOException {
        CorpusReport report = cleaned("좋은 영화\n짧음\n좋은 영화 " + SCRIPT + "\n좋은 영화 " + SCRIPT + " 끝\n");
        Document page = Jsoup.parse(CorpusPage.of("corpora/" + SCRIPT, SCRIPT, report));
        assertThat(page.select("script, img, link, iframe")).isEmpty();
        assertThat(page.title()).isEqualTo("corpora/" + SCRIPT);
        assertThat(page.select("blockquote").eachText()).contains("좋은 영화 " + SCRIPT, "짧음");
        assertThat(page.select("td").eachText()).contains("quality", "좋은 영화");
        assertThat(page.select("svg")).hasSize(2);
        Document tokens = Jsoup.parse(DatasetPage.of("datasets/d", "", dataset(SCRIPT)));
        assertThat(tokens.select("script, img, link, iframe")).isEmpty();
        assertThat(tokens.select("svg")).hasSize(2);
        assertThat(tokens.select("svg polyline").attr("points").split(" ")).hasSizeGreaterThan(2);
    }

    private CorpusReport cleaned(String text) throws IOException {
        var plan = new CleaningPlan(
                List.of(), List.of(new QualityFilter(new QualityThresholds(2, 40, 1, 1, 1))), true, Optional.empty());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var measured = new MeasuredText(new ByteArrayInputStream(bytes));
        measured.readAllBytes();
        Path work = Files.createTempDirectory(folder, "work");
        try (var stream = new CleaningStream(new ByteArrayInputStream(bytes), Layout.LINES, plan, work)) {
            stream.readAllBytes();
            return CorpusReport.ofCleaning(stream.measured(), measured.report(), stream.report());
        }
    }

    private static DatasetReport dataset(String token) {
        var histogram = new Histogram();
        IntStream.of(3, 40, 41, 500).forEach(histogram::add);
        var part = new DatasetReport.Part(2, 543, 1000, List.of(token, "좋은 영화"));
        return new DatasetReport(
                part,
                part,
                100,
                50,
                20,
                histogram.summary(),
                2.5,
                List.of(
                        new DatasetReport.RankFrequency(1, 300),
                        new DatasetReport.RankFrequency(2, 100),
                        new DatasetReport.RankFrequency(50, 1)),
                List.of(new DatasetReport.Coverage(0.5, 2)),
                List.of(new DatasetReport.TopToken(7, token, 300)));
    }
}
