package io.malmoi.cli;

import io.malmoi.cli.client.Names;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanCorpusSpec.Label;
import io.malmoi.v1.CleanCorpusSpec.PersonalData;
import io.malmoi.v1.CleanCorpusSpec.Step;
import io.malmoi.v1.QualityThresholds;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What cleaning is to do. Options that are not given are left to the service's defaults. */
final class CleaningOptions {
    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "STEP",
            description = {
                "Only these steps. Default: control-characters, normalization-nfc, html, white-space, empty-lines,"
                        + " repeated-lines.",
                "The others: urls, labels, phone-numbers, personal-data, long-lines, language, quality, contamination,"
                        + " exact-duplicates, near-duplicates."
            })
    private List<Step> steps = List.of();

    @Option(
            names = "--add",
            split = ",",
            paramLabel = "STEP",
            description = "These steps, too: --add exact-duplicates,near-duplicates.")
    private List<Step> additionalSteps = List.of();

    @Option(
            names = "--label",
            paramLabel = "LABEL=WORDS",
            description =
                    "labels: what stands for a label, as in TEL=전화,연락처. May be given several times; replaces the usual table.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--mask",
            split = ",",
            paramLabel = "KIND",
            description = "personal-data: only these kinds: phone-number, email, card-number,"
                    + " resident-registration-number, address, person, date-and-time. Default: all but date-and-time.")
    private List<PersonalData> kinds = List.of();

    @Option(
            names = "--max-line",
            paramLabel = "N",
            description = "long-lines: characters of a line at most. Default: 2000.")
    private int maximumLineCharacters;

    @Option(
            names = "--min-hangul-share",
            paramLabel = "SHARE",
            description = "language: share of Hangul among the letters at least. Default: 0.5.")
    private double minimumHangulShare;

    @Option(
            names = "--min-eojeol",
            paramLabel = "N",
            description = "quality: eojeol of a document at least. Default: 2.")
    private Integer minimumEojeol;

    @Option(
            names = "--max-eojeol-characters",
            paramLabel = "N",
            description = "quality: mean characters of an eojeol at most. Default: 20.")
    private Double maximumEojeolCharacters;

    @Option(
            names = "--max-symbol-share",
            paramLabel = "SHARE",
            description = "quality: share of symbols among the characters at most. Default: 0.4.")
    private Double maximumSymbolShare;

    @Option(
            names = "--max-repeated-line-share",
            paramLabel = "SHARE",
            description = "quality: share of characters in repeated lines at most. Default: 0.3.")
    private Double maximumRepeatedLineShare;

    @Option(
            names = "--max-repeated-ngram-share",
            paramLabel = "SHARE",
            description = "quality: share of eojeol in repeated runs of three at most. Default: 0.3.")
    private Double maximumRepeatedNgramShare;

    @Option(
            names = "--evaluation",
            split = ",",
            paramLabel = "CORPUS",
            description = "contamination: the texts whose content is not to be learned.")
    private List<String> evaluation = List.of();

    @Option(
            names = "--evaluation-characters",
            paramLabel = "N",
            description = "contamination: letters and digits in a row that documents must not share. Default: 30.")
    private int evaluationCharacters;

    @Option(names = "--bands", paramLabel = "N", description = "near-duplicates: bands of MinHash. Default: 14.")
    private int bands;

    @Option(names = "--rows", paramLabel = "N", description = "near-duplicates: rows of a band. Default: 8.")
    private int rows;

    @Option(
            names = "--run-characters",
            paramLabel = "N",
            description = "near-duplicates: characters of the runs that are compared. Default: 5.")
    private int runCharacters;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Clean N parts of the text at the same time, each by another worker, if there are as many."
                    + " The clean text is the same. Default: 1.")
    private int shards;

    CleanCorpusSpec.Builder spec() {
        CleanCorpusSpec.Builder spec = CleanCorpusSpec.newBuilder()
                .addAllSteps(steps)
                .addAllAdditionalSteps(additionalSteps)
                .addAllPersonalData(kinds)
                .setShards(shards)
                .setMaximumLineCharacters(maximumLineCharacters)
                .setMinimumHangulShare(minimumHangulShare)
                .setQuality(quality());
        labels.forEach((label, words) ->
                spec.addLabels(Label.newBuilder().setLabel(label).addAllWords(List.of(words.split(",")))));
        evaluation.forEach(corpus -> spec.getContaminationBuilder().addCorpora(Names.of("corpora", corpus)));
        spec.getContaminationBuilder().setCharacters(evaluationCharacters);
        spec.getNearDuplicatesBuilder().setBands(bands).setRows(rows).setCharacters(runCharacters);
        return spec;
    }

    private QualityThresholds quality() {
        QualityThresholds.Builder quality = QualityThresholds.newBuilder();
        if (minimumEojeol != null) {
            quality.setMinimumEojeol(minimumEojeol);
        }
        if (maximumEojeolCharacters != null) {
            quality.setMaximumEojeolCharacters(maximumEojeolCharacters);
        }
        if (maximumSymbolShare != null) {
            quality.setMaximumSymbolShare(maximumSymbolShare);
        }
        if (maximumRepeatedLineShare != null) {
            quality.setMaximumRepeatedLineShare(maximumRepeatedLineShare);
        }
        if (maximumRepeatedNgramShare != null) {
            quality.setMaximumRepeatedNgramShare(maximumRepeatedNgramShare);
        }
        return quality.build();
    }
}
