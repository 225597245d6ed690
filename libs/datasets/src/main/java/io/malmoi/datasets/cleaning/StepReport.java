package io.malmoi.datasets.cleaning;

/**
 * What a cleaning step did to a text.
 *
 * @param step the step's name, such as {@code normalization-nfc}
 * @param changedLines number of lines that it changed
 * @param removedLines number of lines that it removed
 */
public record StepReport(String step, long changedLines, long removedLines) {}
