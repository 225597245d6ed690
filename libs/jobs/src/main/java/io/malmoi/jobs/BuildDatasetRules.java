package io.malmoi.jobs;

import io.malmoi.v1.BuildDatasetSpec;

/** The rules and defaults of a {@link BuildDatasetSpec}. */
final class BuildDatasetRules {
    private static final int SMALLEST_MAXIMUM = 100;
    private static final int LARGEST_DOCUMENT = 300_000;

    private BuildDatasetRules() {}

    /** Checks a spec whose defaults are filled in. */
    static void check(BuildDatasetSpec spec, FieldRules rules) {
        rules.name("dataset", spec.getDataset(), "datasets");
        rules.name("corpus", spec.getCorpus(), "corpora");
        rules.name("tokenizer", spec.getTokenizer(), "tokenizers");
        rules.real(
                "validation_share",
                spec.getValidationShare(),
                share -> share > 0 && share <= 0.5,
                "above 0 and at most 0.5");
        int maximum = spec.getMaximumDocumentCharacters();
        rules.range("maximum_document_characters", maximum, SMALLEST_MAXIMUM, LARGEST_DOCUMENT);
        if (maximum >= SMALLEST_MAXIMUM && maximum <= LARGEST_DOCUMENT) {
            rules.range("minimum_document_characters", spec.getMinimumDocumentCharacters(), 0, maximum / 2);
        }
        NearDuplicatesRules.check(spec.getNearDuplicates(), rules);
    }

    static BuildDatasetSpec withDefaults(BuildDatasetSpec spec) {
        BuildDatasetSpec.Builder complete = spec.toBuilder();
        if (spec.getValidationShare() == 0) {
            complete.setValidationShare(0.1);
        }
        if (spec.getMaximumDocumentCharacters() == 0) {
            complete.setMaximumDocumentCharacters(LARGEST_DOCUMENT);
        }
        return complete.setNearDuplicates(NearDuplicatesRules.withDefaults(spec.getNearDuplicates()))
                .build();
    }
}
