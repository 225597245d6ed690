package io.malmoi.datasets.report;

import io.malmoi.datasets.cleaning.CleaningReport;
import io.malmoi.datasets.cleaning.StepReport;
import io.malmoi.datasets.readers.ReadingReport;
import java.util.ArrayList;
import java.util.List;

/**
 * What a corpus is like, and how it came to be so.
 *
 * @param text its documents
 * @param before the documents of the corpus that it was cleaned from; null if it was uploaded, or if that one has no report
 * @param emptyRecords records without text that reading left out
 * @param malformedRecords records that could not be read
 * @param steps what cleaning did, in the order of the steps; empty for an upload
 */
public record CorpusReport(
        TextReport text, TextReport before, long emptyRecords, long malformedRecords, List<Step> steps) {
    public CorpusReport {
        steps = List.copyOf(steps);
    }

    /**
     * What a cleaning step did.
     *
     * @param step its name
     * @param documentsBefore number of documents that it met
     * @param changedDocuments number of documents whose text it changed
     * @param documentsAfter number of documents that it left
     * @param rejections why it dropped others, the most frequent reason first
     */
    public record Step(
            String step,
            long documentsBefore,
            long changedDocuments,
            long documentsAfter,
            List<StepReport.Rejection> rejections) {
        public Step {
            rejections = List.copyOf(rejections);
        }
    }

    /** The report of an upload. */
    public static CorpusReport ofUpload(TextReport text, ReadingReport reading) {
        return new CorpusReport(text, null, reading.emptyRecords(), reading.malformedRecords(), List.of());
    }

    /** The report of a corpus of samples. */
    public static CorpusReport ofSamples(TextReport text) {
        return new CorpusReport(text, null, 0, 0, List.of());
    }

    /**
     * The report of a corpus derived by cleaning.
     *
     * @param before the documents of its source; null if they were not measured
     */
    public static CorpusReport ofCleaning(TextReport text, TextReport before, CleaningReport cleaning) {
        List<Step> steps = new ArrayList<>();
        long documents = cleaning.documentsRead();
        for (StepReport step : cleaning.steps()) {
            long after = documents - step.dropped();
            steps.add(new Step(step.step(), documents, step.changed(), after, step.rejections()));
            documents = after;
        }
        return new CorpusReport(text, before, 0, 0, steps);
    }
}
