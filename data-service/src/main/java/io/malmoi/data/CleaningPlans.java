package io.malmoi.data;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
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
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanCorpusSpec.Step;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.NearDuplicates;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What the specs of cleaning jobs ask for. */
@Singleton
final class CleaningPlans {
    private static final long MOST_EVALUATION_BYTES = 16 << 20;

    private final ArtifactStore store;
    private final Corpora corpora;

    CleaningPlans(ArtifactStore store, Corpora corpora) {
        this.store = store;
        this.corpora = corpora;
    }

    /** The plan of a spec; reads the evaluation set if it names one. FAILED_PRECONDITION: its source is made of samples. */
    CleaningPlan plan(CleanCorpusSpec given) throws IOException {
        if (corpora.resources().get(given.getSource()).hasStructuring()) {
            throw new JobException(
                    Code.FAILED_PRECONDITION,
                    given.getSource() + " is made of samples; clean what it was made of, and make the samples of that");
        }
        CleanCorpusSpec spec = JobSpecs.withDefaults(
                        JobSpec.newBuilder().setCleanCorpus(given).build())
                .getCleanCorpus();
        List<TextStep> textSteps = new ArrayList<>();
        List<Filter> filters = new ArrayList<>();
        for (Step step : new TreeSet<>(spec.getStepsList())) {
            textStep(step, spec).ifPresent(textSteps::add);
            filter(step, spec).ifPresent(filters::add);
        }
        return new CleaningPlan(
                textSteps,
                filters,
                spec.getStepsList().contains(Step.EXACT_DUPLICATES),
                spec.getStepsList().contains(Step.NEAR_DUPLICATES)
                        ? Optional.of(minHash(spec.getNearDuplicates()))
                        : Optional.empty());
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

    private Optional<Filter> filter(Step step, CleanCorpusSpec spec) throws IOException {
        return Optional.ofNullable(
                switch (step) {
                    case LANGUAGE -> new LanguageFilter(spec.getMinimumHangulShare());
                    case QUALITY -> new QualityFilter(thresholds(spec.getQuality()));
                    case CONTAMINATION -> contamination(spec);
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

    private Contamination contamination(CleanCorpusSpec spec) throws IOException {
        var contamination = new Contamination(spec.getContamination().getCharacters());
        long bytes = 0;
        for (String name : spec.getContamination().getCorporaList()) {
            Manifest corpus = store.get(name);
            bytes += corpus.file(Corpora.FILE).size();
            if (bytes > MOST_EVALUATION_BYTES) {
                throw new JobException(
                        Code.INVALID_ARGUMENT,
                        String.format(
                                Locale.ROOT,
                                "the corpora of contamination have more than %,d bytes; name smaller ones",
                                MOST_EVALUATION_BYTES));
            }
            try (InputStream text = store.open(corpus, Corpora.FILE)) {
                var documents = new DocumentLines(text, corpora.layout(corpus));
                for (byte[] document = documents.next(); document != null; document = documents.next()) {
                    contamination.add(new String(document, StandardCharsets.UTF_8));
                }
            }
        }
        return contamination;
    }
}
