package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.deduplication.LongSet;
import io.malmoi.datasets.deduplication.Runs;
import io.malmoi.datasets.text.RecordText;
import java.util.Optional;

/**
 * Drops documents that have text of an evaluation set, which a model must not learn: so many letters and digits in a row as a
 * document of the set has. A document of the set that has fewer is found only whole.
 */
public final class Contamination implements Filter {
    private final Runs runs;
    private final LongSet evaluation = new LongSet();

    /** With an empty set. */
    public Contamination(int characters) {
        this.runs = new Runs(characters);
    }

    /** Adds a document of the evaluation set; only before the filter is used. */
    public void add(String document) {
        String content = RecordText.parse(document).isPresent() ? RecordText.content(document) : document;
        for (long run : runs.hashes(content)) {
            evaluation.add(run);
        }
    }

    @Override
    public String name() {
        return "contamination";
    }

    @Override
    public Optional<String> reject(String text) {
        for (long run : runs.hashes(text)) {
            if (evaluation.contains(run)) {
                return Optional.of("evaluation-text");
            }
        }
        return Optional.empty();
    }
}
