package io.malmoi.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.data.CleaningSteps;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.report.CorpusReport;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.datasets.text.Layout;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanCorpusSpec.Step;
import io.malmoi.v1.JobSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Spark in local mode. */
class CleanCorpusTest {
    private static final List<String> SETTINGS =
            List.of("spark.master", "spark.ui.enabled", "spark.driver.host", "spark.driver.bindAddress");
    private static final String TEXT = IntStream.range(0, 2_000)
            .mapToObj(i -> "<b>글</b>  " + i % 700 + "번: 날씨가 참 좋아서 공원에 나가 걸었다 " + "가나다라".repeat(i % 3))
            .collect(Collectors.joining("\n"));
    private static final String EVALUATION = "글 13번: 날씨가 참 좋아서 공원에 나가 걸었다 가나다라";

    @TempDir
    Path folder;

    @BeforeAll
    static void configure() {
        List<String> values = List.of("local[2]", "false", "127.0.0.1", "127.0.0.1");
        for (int i = 0; i < SETTINGS.size(); i++) {
            System.setProperty(SETTINGS.get(i), values.get(i));
        }
    }

    @AfterAll
    static void clear() {
        SETTINGS.forEach(System::clearProperty);
    }

    @Test
    void givesWhatTheDataServiceGives() throws IOException {
        Path source = Files.writeString(folder.resolve("reviews.txt"), TEXT);
        Path evaluation = Files.writeString(folder.resolve("evaluation.txt"), EVALUATION);
        Path spec = Files.writeString(
                folder.resolve("spec.json"),
                "{\"additionalSteps\": [\"EXACT_DUPLICATES\", \"NEAR_DUPLICATES\", \"LANGUAGE\", \"CONTAMINATION\"]}");
        Path target = folder.resolve("clean");

        assertThat(run(
                        "--source=" + source,
                        "--target=" + target,
                        "--spec=" + spec,
                        "--evaluation=" + evaluation,
                        "--shards=7"))
                .isEmpty();

        try (var expected = new CleaningStream(bytes(TEXT), Layout.LINES, plan(), work())) {
            assertThat(Files.readAllBytes(target.resolve("corpus.txt"))).isEqualTo(expected.readAllBytes());
            assertThat(ReportJson.read(Files.readAllBytes(target.resolve("report.json")), CorpusReport.class))
                    .isEqualTo(CorpusReport.ofCleaning(expected.measured(), null, expected.report()));
        }
        try (Stream<Path> left = Files.list(target)) {
            assertThat(left.filter(Files::isDirectory)).as("the shards' files").isEmpty();
        }
        assertThat(run("--source=" + source, "--target=" + target)).contains("has a corpus.txt already");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path source = Files.writeString(folder.resolve("reviews.txt"), TEXT);
        Path spec = Files.writeString(folder.resolve("spec.json"), "{\"maximumLineCharacters\": 1}");
        String target = "--target=" + folder.resolve("clean");
        assertThat(run("--source=" + source, target, "--spec=" + spec)).contains("maximum_line_characters");
        assertThat(run("--source=" + source, target, "--shards=0")).contains("--shards is 0");
        assertThat(run("--source=" + folder.resolve("missing.txt"), target)).contains("missing.txt");
    }

    /** What the command says on standard error. */
    private static String run(String... arguments) {
        var errors = new StringWriter();
        CommandLine command = CleanCorpus.command().setErr(new PrintWriter(errors, true));
        int exitCode = command.execute(arguments);
        assertThat(exitCode == 0).isEqualTo(errors.toString().isEmpty());
        return errors.toString();
    }

    private static CleaningPlan plan() {
        CleanCorpusSpec spec = JobSpecs.withDefaults(JobSpec.newBuilder()
                        .setCleanCorpus(CleanCorpusSpec.newBuilder()
                                .addAllAdditionalSteps(List.of(
                                        Step.EXACT_DUPLICATES,
                                        Step.NEAR_DUPLICATES,
                                        Step.LANGUAGE,
                                        Step.CONTAMINATION)))
                        .build())
                .getCleanCorpus();
        var contamination = CleaningSteps.contamination(spec);
        contamination.add(EVALUATION);
        return CleaningSteps.plan(spec, contamination);
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path work() throws IOException {
        return Files.createTempDirectory(folder, "work");
    }
}
