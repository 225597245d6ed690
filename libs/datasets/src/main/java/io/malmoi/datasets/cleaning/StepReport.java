package io.malmoi.datasets.cleaning;

import java.util.List;

/**
 * What a cleaning step did.
 *
 * @param step the step's name, such as {@code normalization-nfc}
 * @param changed number of documents whose text it changed
 * @param rejections why it dropped documents, the most frequent reason first
 */
public record StepReport(String step, long changed, List<Rejection> rejections) {
    /**
     * Documents dropped for one reason.
     *
     * @param reason such as {@code too-many-symbols}
     * @param documents how many
     * @param examples the beginnings of the first three
     */
    public record Rejection(String reason, long documents, List<String> examples) {}

    /** Number of documents that the step dropped. */
    public long dropped() {
        return rejections.stream().mapToLong(Rejection::documents).sum();
    }
}
