package io.malmoi.data;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.Contamination;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanCorpusSpec.Step;
import io.malmoi.v1.JobSpec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

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
        Contamination contamination = CleaningSteps.contamination(spec);
        if (spec.getStepsList().contains(Step.CONTAMINATION)) {
            readEvaluation(spec, contamination);
        }
        return CleaningSteps.plan(spec, contamination);
    }

    private void readEvaluation(CleanCorpusSpec spec, Contamination contamination) throws IOException {
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
                CleaningSteps.add(new DocumentLines(text, corpora.layout(corpus)), contamination);
            }
        }
    }
}
