package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.text.TextFacts;
import java.util.List;

/**
 * What cleaning did. Documents read are documents kept and the documents that each step dropped.
 *
 * @param documentsRead number of documents of the text before
 * @param documentsKept number of documents of the text after
 * @param text sizes of the text after
 * @param steps what each step did, in their order
 */
public record CleaningReport(long documentsRead, long documentsKept, TextFacts text, List<StepReport> steps) {}
