package io.malmoi.data;

import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.Contamination;
import io.malmoi.datasets.cleaning.ControlCharacters;
import io.malmoi.datasets.cleaning.EmptyLines;
import io.malmoi.datasets.cleaning.Filter;
import io.malmoi.datasets.cleaning.Html;
import io.malmoi.datasets.cleaning.Labels;
import io.malmoi.datasets.cleaning.LanguageFilter;
import io.malmoi.datasets.cleaning.LongLines;
import io.malmoi.datasets.cleaning.NormalizationNfc;
import io.malmoi.datasets.cleaning.PersonalData;
import io.malmoi.datasets.cleaning.PersonalDataKind;
import io.malmoi.datasets.cleaning.PhoneNumbers;
import io.malmoi.datasets.cleaning.QualityFilter;
import io.malmoi.datasets.cleaning.QualityThresholds;
import io.malmoi.datasets.cleaning.RepeatedLines;
import io.malmoi.datasets.cleaning.TextStep;
import io.malmoi.datasets.cleaning.Urls;
import io.malmoi.datasets.cleaning.WhiteSpace;
import io.malmoi.datasets.deduplication.MinHash;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanCorpusSpec.Step;
import io.malmoi.v1.NearDuplicates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The steps of cleaning that a spec names. */
public final class CleaningSteps {
    private CleaningSteps() {}

    /**
     * The plan of a spec.
     *
     * @param spec a spec without violations whose defaults are filled in ({@link io.malmoi.jobs.JobSpecs})
     * @param contamination the evaluation set; used if the spec has the step
     */
    public static CleaningPlan plan(CleanCorpusSpec spec, Contamination contamination) {
        List<TextStep> textSteps = new ArrayList<>();
        List<Filter> filters = new ArrayList<>();
        for (Step step : new TreeSet<>(spec.getStepsList())) {
            textStep(step, spec).ifPresent(textSteps::add);
            filter(step, spec, contamination).ifPresent(filters::add);
        }
        return new CleaningPlan(
                textSteps,
                filters,
                spec.getStepsList().contains(Step.EXACT_DUPLICATES),
                spec.getStepsList().contains(Step.NEAR_DUPLICATES)
                        ? Optional.of(minHash(spec.getNearDuplicates()))
                        : Optional.empty());
    }

    /** An evaluation set as a spec asks for it, to which documents are to be added. */
    public static Contamination contamination(CleanCorpusSpec spec) {
        return new Contamination(spec.getContamination().getCharacters());
    }

    /** Adds the documents of a text to an evaluation set. */
    public static void add(DocumentLines documents, Contamination contamination) throws IOException {
        for (byte[] document = documents.next(); document != null; document = documents.next()) {
            contamination.add(new String(document, StandardCharsets.UTF_8));
        }
    }

    private static Optional<TextStep> textStep(Step step, CleanCorpusSpec spec) {
        return Optional.ofNullable(
                switch (step) {
                    case CONTROL_CHARACTERS -> new ControlCharacters();
                    case NORMALIZATION_NFC -> new NormalizationNfc();
                    case HTML -> new Html();
                    case URLS -> new Urls();
                    case WHITE_SPACE -> new WhiteSpace();
                    case EMPTY_LINES -> new EmptyLines();
                    case LABELS -> new Labels(labels(spec));
                    case PHONE_NUMBERS -> new PhoneNumbers();
                    case PERSONAL_DATA ->
                        new PersonalData(spec.getPersonalDataList().stream()
                                .map(kind -> PersonalDataKind.valueOf(kind.name()))
                                .toList());
                    case LONG_LINES -> new LongLines(spec.getMaximumLineCharacters());
                    case REPEATED_LINES -> new RepeatedLines();
                    default -> null;
                });
    }

    private static Optional<Filter> filter(Step step, CleanCorpusSpec spec, Contamination contamination) {
        return Optional.ofNullable(
                switch (step) {
                    case LANGUAGE -> new LanguageFilter(spec.getMinimumHangulShare());
                    case QUALITY -> new QualityFilter(thresholds(spec.getQuality()));
                    case CONTAMINATION -> contamination;
                    default -> null;
                });
    }

    private static Map<String, List<String>> labels(CleanCorpusSpec spec) {
        if (spec.getLabelsCount() == 0) {
            return Labels.USUAL;
        }
        Map<String, List<String>> labels = new LinkedHashMap<>();
        spec.getLabelsList().forEach(label -> labels.put(label.getLabel(), label.getWordsList()));
        return labels;
    }

    private static QualityThresholds thresholds(io.malmoi.v1.QualityThresholds quality) {
        return new QualityThresholds(
                quality.getMinimumEojeol(),
                quality.getMaximumEojeolCharacters(),
                quality.getMaximumSymbolShare(),
                quality.getMaximumRepeatedLineShare(),
                quality.getMaximumRepeatedNgramShare());
    }

    static MinHash minHash(NearDuplicates near) {
        return new MinHash(near.getCharacters(), near.getBands(), near.getRows());
    }
}
