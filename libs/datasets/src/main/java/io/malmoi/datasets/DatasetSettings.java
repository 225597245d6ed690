package io.malmoi.datasets;

import io.malmoi.datasets.deduplication.MinHash;
import io.malmoi.datasets.documents.DocumentSizes;

/**
 * How a dataset is made of a text.
 *
 * @param validationShare share of the text kept for validation: above 0, at most 0.5
 * @param seed of the split; any number
 * @param sizes how long documents may be
 * @param nearDuplicates finds documents that are so alike that all must be for training or all for validation
 */
public record DatasetSettings(double validationShare, long seed, DocumentSizes sizes, MinHash nearDuplicates) {
    public DatasetSettings {
        if (!(validationShare > 0 && validationShare <= 0.5)) {
            throw new IllegalArgumentException(
                    "validation share is " + validationShare + ", but must be above 0 and at most 0.5");
        }
    }

    /** With documents of these sizes, found alike in the usual way. */
    public DatasetSettings(double validationShare, long seed, DocumentSizes sizes) {
        this(validationShare, seed, sizes, MinHash.USUAL);
    }

    /** With documents of the usual sizes. */
    public DatasetSettings(double validationShare, long seed) {
        this(validationShare, seed, DocumentSizes.USUAL);
    }
}
