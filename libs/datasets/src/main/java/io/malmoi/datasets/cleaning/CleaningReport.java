package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.text.TextFacts;
import java.util.List;

/**
 * What cleaning did. Lines read are lines written and the lines that each step removed.
 *
 * @param linesRead number of lines of the text before
 * @param text sizes of the text after
 * @param steps what each step did, in their order
 */
public record CleaningReport(long linesRead, TextFacts text, List<StepReport> steps) {}
