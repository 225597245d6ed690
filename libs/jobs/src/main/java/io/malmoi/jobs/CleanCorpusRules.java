package io.malmoi.jobs;

import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanCorpusSpec.PersonalData;
import io.malmoi.v1.CleanCorpusSpec.Step;
import io.malmoi.v1.Contamination;
import io.malmoi.v1.QualityThresholds;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules and defaults of a {@link CleanCorpusSpec}. */
final class CleanCorpusRules {
    private static final List<Step> USUAL_STEPS = List.of(
            Step.CONTROL_CHARACTERS,
            Step.NORMALIZATION_NFC,
            Step.HTML,
            Step.WHITE_SPACE,
            Step.EMPTY_LINES,
            Step.REPEATED_LINES);
    private static final List<PersonalData> USUAL_PERSONAL_DATA = Arrays.stream(PersonalData.values())
            .filter(kind -> kind != PersonalData.PERSONAL_DATA_UNSPECIFIED
                    && kind != PersonalData.DATE_AND_TIME
                    && kind != PersonalData.UNRECOGNIZED)
            .toList();
    private static final Pattern LABEL = Pattern.compile("[A-Z0-9_-]{1,16}");
    private static final int MOST_LABELS = 100;
    private static final int MOST_WORDS = 100;
    private static final int LONGEST_WORD = 32;
    private static final int MOST_CORPORA = 100;

    private CleanCorpusRules() {}

    /** Checks a spec whose defaults are filled in. */
    static void check(CleanCorpusSpec spec, FieldRules rules) {
        rules.derived(spec.getSource(), spec.getCorpus());
        for (int i = 0; i < spec.getStepsCount(); i++) {
            Step step = spec.getSteps(i);
            rules.require(
                    step != Step.UNRECOGNIZED && step != Step.STEP_UNSPECIFIED,
                    "steps[" + i + "]",
                    "is " + spec.getStepsValue(i) + ", which is no step");
        }
        for (int i = 0; i < spec.getPersonalDataCount(); i++) {
            PersonalData kind = spec.getPersonalData(i);
            rules.require(
                    kind != PersonalData.UNRECOGNIZED && kind != PersonalData.PERSONAL_DATA_UNSPECIFIED,
                    "personal_data[" + i + "]",
                    "is " + spec.getPersonalDataValue(i) + ", which is no kind of personal data");
        }
        rules.range("shards", spec.getShards(), 1, 256);
        rules.range("maximum_line_characters", spec.getMaximumLineCharacters(), 100, 1_000_000);
        rules.real(
                "minimum_hangul_share",
                spec.getMinimumHangulShare(),
                share -> share > 0 && share <= 1,
                "above 0 and at most 1");
        checkLabels(spec, rules);
        checkQuality(spec.getQuality(), rules);
        NearDuplicatesRules.check(spec.getNearDuplicates(), rules);
        checkContamination(spec, rules);
    }

    private static void checkLabels(CleanCorpusSpec spec, FieldRules rules) {
        rules.require(
                spec.getLabelsCount() <= MOST_LABELS,
                "labels",
                "has " + spec.getLabelsCount() + " labels; at most " + MOST_LABELS);
        for (int i = 0; i < Math.min(MOST_LABELS, spec.getLabelsCount()); i++) {
            CleanCorpusSpec.Label label = spec.getLabels(i);
            String field = "labels[" + i + "].";
            rules.require(
                    LABEL.matcher(label.getLabel()).matches(),
                    field + "label",
                    "is '" + FieldRules.shown(label.getLabel())
                            + "'; it must have 1 to 16 characters of A-Z, 0-9, '-' and '_'");
            rules.require(
                    label.getWordsCount() <= MOST_WORDS,
                    field + "words",
                    "has " + label.getWordsCount() + " words; at most " + MOST_WORDS);
            rules.require(
                    label.getWordsList().stream().allMatch(word -> !word.isBlank() && word.length() <= LONGEST_WORD),
                    field + "words",
                    "has a word that is blank or of more than " + LONGEST_WORD + " characters");
        }
    }

    private static void checkQuality(QualityThresholds quality, FieldRules rules) {
        rules.range("quality.minimum_eojeol", quality.getMinimumEojeol(), 0, 1_000_000);
        rules.real(
                "quality.maximum_eojeol_characters",
                quality.getMaximumEojeolCharacters(),
                characters -> characters > 0,
                "above 0");
        share("quality.maximum_symbol_share", quality.getMaximumSymbolShare(), rules);
        share("quality.maximum_repeated_line_share", quality.getMaximumRepeatedLineShare(), rules);
        share("quality.maximum_repeated_ngram_share", quality.getMaximumRepeatedNgramShare(), rules);
    }

    private static void share(String field, double value, FieldRules rules) {
        rules.real(field, value, share -> share >= 0 && share <= 1, "from 0 to 1");
    }

    private static void checkContamination(CleanCorpusSpec spec, FieldRules rules) {
        Contamination contamination = spec.getContamination();
        rules.require(
                !spec.getStepsList().contains(Step.CONTAMINATION) || contamination.getCorporaCount() > 0,
                "contamination.corpora",
                "is required for the step CONTAMINATION: name the corpora of the evaluation set");
        rules.require(
                contamination.getCorporaCount() <= MOST_CORPORA,
                "contamination.corpora",
                "has " + contamination.getCorporaCount() + " corpora; at most " + MOST_CORPORA);
        for (int i = 0; i < Math.min(MOST_CORPORA, contamination.getCorporaCount()); i++) {
            rules.name("contamination.corpora[" + i + "]", contamination.getCorpora(i), "corpora");
        }
        rules.range("contamination.characters", contamination.getCharacters(), 10, 1_000);
    }

    static CleanCorpusSpec withDefaults(CleanCorpusSpec spec) {
        CleanCorpusSpec.Builder complete = spec.toBuilder();
        if (spec.getStepsCount() == 0) {
            complete.addAllSteps(USUAL_STEPS);
        }
        complete.addAllStepsValue(spec.getAdditionalStepsValueList()).clearAdditionalSteps();
        if (spec.getPersonalDataCount() == 0) {
            complete.addAllPersonalData(USUAL_PERSONAL_DATA);
        }
        if (spec.getMaximumLineCharacters() == 0) {
            complete.setMaximumLineCharacters(2_000);
        }
        if (spec.getShards() == 0) {
            complete.setShards(1);
        }
        if (spec.getMinimumHangulShare() == 0) {
            complete.setMinimumHangulShare(0.5);
        }
        if (spec.getContamination().getCharacters() == 0) {
            complete.getContaminationBuilder().setCharacters(30);
        }
        return complete.setQuality(withDefaults(spec.getQuality()))
                .setNearDuplicates(NearDuplicatesRules.withDefaults(spec.getNearDuplicates()))
                .build();
    }

    private static QualityThresholds withDefaults(QualityThresholds given) {
        return QualityThresholds.newBuilder()
                .setMinimumEojeol(2)
                .setMaximumEojeolCharacters(20)
                .setMaximumSymbolShare(0.4)
                .setMaximumRepeatedLineShare(0.3)
                .setMaximumRepeatedNgramShare(0.3)
                .mergeFrom(given)
                .build();
    }

    /** The corpora that a job reads. */
    static List<String> inputs(CleanCorpusSpec spec) {
        Stream<String> evaluation = spec.getStepsList().contains(Step.CONTAMINATION)
                ? spec.getContamination().getCorporaList().stream()
                : Stream.of();
        return Stream.concat(Stream.of(spec.getSource()), evaluation).toList();
    }
}
