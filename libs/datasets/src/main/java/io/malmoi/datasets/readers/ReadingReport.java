package io.malmoi.datasets.readers;

import java.util.List;

/**
 * What reading files has found and left out.
 *
 * @param documents number of documents that are marked; 0 for plain text
 * @param emptyRecords records without text
 * @param malformedRecords records that could not be read
 * @param malformedExamples what was wrong with the first of them
 */
public record ReadingReport(long documents, long emptyRecords, long malformedRecords, List<String> malformedExamples) {}
