package io.malmoi.datasets.structuring;

import io.malmoi.datasets.cleaning.StepReport;
import io.malmoi.datasets.text.TextFacts;
import java.util.List;

/**
 * What became of a corpus.
 *
 * @param records documents read
 * @param samples samples made of them
 * @param skipped why others were not made, the most frequent reason first, with the beginnings of the first three records
 * @param text sizes of the samples
 */
public record StructuringReport(long records, long samples, List<StepReport.Rejection> skipped, TextFacts text) {}
