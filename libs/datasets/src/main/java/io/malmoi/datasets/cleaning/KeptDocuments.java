package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import java.io.IOException;

/** Documents that cleaning keeps, in the order of the text; duplicates among them. What was done to them is counted. */
sealed interface KeptDocuments extends AutoCloseable permits CleanedDocuments, ShardDocuments {
    /** The next document; null at the end. */
    Kept next() throws IOException;

    @Override
    void close() throws IOException;
}
