package io.malmoi.cli;

import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.CleaningCounts;
import io.malmoi.v1.CorpusReport;
import io.malmoi.v1.DatasetReport;
import io.malmoi.v1.Histogram;
import io.malmoi.v1.NamedCount;
import io.malmoi.v1.TextReport;
import io.malmoi.v1.TopNgrams;
import io.malmoi.v1.TopToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Reports of corpora and datasets in lines, or as pages. */
final class Reports {
    private static final int SHOWN = 10;

    private Reports() {}

    /** Writes a page into a file, which is made anew. */
    static void write(Session session, String page, Path file) throws IOException {
        Files.writeString(file, page);
        session.console().note("wrote " + file);
    }

    static List<String> lines(CorpusReport report) {
        List<String> lines = new ArrayList<>();
        TextReport text = report.getText();
        lines.add("documents     " + Format.count(text.getDocuments()) + ", " + Format.count(text.getCharacters())
                + " characters, " + Format.count(text.getEojeol()) + " eojeol");
        if (report.hasBefore()) {
            TextReport before = report.getBefore();
            lines.add("before        " + Format.count(before.getDocuments()) + ", "
                    + Format.count(before.getCharacters()) + " characters, " + Format.count(before.getEojeol())
                    + " eojeol");
        }
        lines.add("characters    " + length(text.getCharactersPerDocument()));
        lines.add("eojeol        " + length(text.getEojeolPerDocument()));
        lines.add("languages     " + shares(text.getLanguagesList(), text.getDocuments()));
        lines.add("kinds         " + shares(text.getCharacterKindsList(), text.getCharacters()));
        lines.add("repeated      " + (text.getRepeatedShareIsEstimate() ? "about " : "")
                + percent(text.getRepeatedShare()) + " of the documents");
        for (TopNgrams ngrams : text.getSample().getNgramsList()) {
            lines.add((ngrams.getEojeol() + " eojeol      ").substring(0, 14)
                    + ngrams.getRunsList().stream()
                            .limit(SHOWN)
                            .map(run -> run.getName() + " " + Format.count(run.getCount()))
                            .collect(Collectors.joining(", ")));
        }
        if (!text.getSample().getWhole()) {
            lines.add("              (in a sample of "
                    + Format.count(text.getSample().getDocuments()) + " documents)");
        }
        if (report.getStepsCount() > 0) {
            lines.add("");
            lines.addAll(steps(report.getStepsList()));
        }
        return lines;
    }

    private static List<String> steps(List<CleaningCounts> steps) {
        Table table = new Table("STEP", "BEFORE", "CHANGED", "DROPPED", "AFTER");
        steps.forEach(step -> table.add(
                step.getStep(),
                Format.count(step.getDocumentsBefore()),
                Format.count(step.getChangedDocuments()),
                Format.count(step.getDocumentsBefore() - step.getDocumentsAfter()),
                Format.count(step.getDocumentsAfter())));
        return table.lines();
    }

    static List<String> lines(DatasetReport report) {
        return List.of(
                "train         " + Format.count(report.getTrain().getTokens()) + " tokens of "
                        + Format.count(report.getTrain().getDocuments()) + " documents",
                "validation    " + Format.count(report.getValidation().getTokens()) + " tokens of "
                        + Format.count(report.getValidation().getDocuments()) + " documents",
                "tokens        " + length(report.getTokensPerDocument()),
                "bytes a token " + Format.decimal(report.getBytesPerToken(), 2),
                "vocabulary    " + Format.count(report.getVocabularySize()) + ", "
                        + Format.count(report.getUsedTokens()) + " used, " + Format.count(report.getRareTokens())
                        + " of them fewer than ten times",
                "coverage      "
                        + report.getCoverageList().stream()
                                .map(it -> percent(it.getShare()) + " by " + Format.count(it.getTokens()))
                                .collect(Collectors.joining(", ")),
                "frequent      "
                        + report.getTopTokensList().stream()
                                .limit(SHOWN)
                                .map(TopToken::getText)
                                .map(token -> "[" + TokenizerReports.shown(token) + "]")
                                .collect(Collectors.joining(" ")));
    }

    private static String length(Histogram histogram) {
        return "a document: " + Format.count(histogram.getMinimum()) + " to " + Format.count(histogram.getMaximum())
                + ", mean " + Format.decimal(histogram.getMean(), 1) + ", median "
                + Format.count(histogram.getMedian()) + ", 99 % up to " + Format.count(histogram.getPercentile99());
    }

    private static String shares(List<NamedCount> counts, long total) {
        return counts.stream()
                .filter(count -> count.getCount() > 0)
                .sorted(Comparator.comparingLong(NamedCount::getCount).reversed())
                .map(count -> count.getName() + " " + percent((double) count.getCount() / total))
                .collect(Collectors.joining(", "));
    }

    private static String percent(double share) {
        return Format.decimal(100 * share, 1) + " %";
    }
}
