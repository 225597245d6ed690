package io.malmoi.datasets.readers;

import java.util.ArrayList;
import java.util.List;

/** Counts what reading finds and leaves out. */
final class ReadingTally {
    private static final int EXAMPLES = 10;

    private final List<String> malformedExamples = new ArrayList<>();
    private long documents;
    private long empty;
    private long malformed;

    void document() {
        documents++;
    }

    void empty() {
        empty++;
    }

    void malformed(String message) {
        malformed++;
        if (malformedExamples.size() < EXAMPLES) {
            malformedExamples.add(message);
        }
    }

    ReadingReport report() {
        return new ReadingReport(documents, empty, malformed, List.copyOf(malformedExamples));
    }
}
