package io.malmoi.cli;

import io.malmoi.v1.BuildDatasetSpec;
import picocli.CommandLine.Option;

/** How a text becomes documents. Options that are not given are left to the service's defaults. */
final class DocumentOptions {
    @Option(
            names = "--min-characters",
            paramLabel = "N",
            description = "Merge paragraphs of plain text to documents of at least N characters; 0 merges nothing."
                    + " Default: 200, or 2000 in a text without blank lines.")
    private Integer minimum;

    @Option(
            names = "--max-characters",
            paramLabel = "N",
            description = "Cut documents of more than N characters at sentence ends: 100 to 300000. Default: 300000.")
    private int maximum;

    /** A spec with what was asked for. */
    BuildDatasetSpec.Builder spec() {
        BuildDatasetSpec.Builder spec = BuildDatasetSpec.newBuilder().setMaximumDocumentCharacters(maximum);
        return minimum == null ? spec : spec.setMinimumDocumentCharacters(minimum);
    }
}
