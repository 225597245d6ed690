package io.malmoi.datasets.cleaning;

import java.util.function.Consumer;

/**
 * One step of cleaning: takes the lines of a text in order, passes them on as they are, changes them or leaves them out,
 * and counts what it did. It keeps at most a line in memory. Good for one text.
 */
public interface CleaningStep {
    /**
     * Takes the next line.
     *
     * @param line a line without its line break
     * @param next takes the lines that the step passes on; an unchanged line is passed on as the same object
     */
    void accept(String line, Consumer<String> next);

    /** What the step has done so far. */
    StepReport report();
}
