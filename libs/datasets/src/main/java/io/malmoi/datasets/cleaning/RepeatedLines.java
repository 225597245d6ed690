package io.malmoi.datasets.cleaning;

import java.util.function.Consumer;

/** Removes a line that is exactly the line before it. */
final class RepeatedLines implements CleaningStep {
    private String previous = "";
    private long removed;

    @Override
    public void accept(String line, Consumer<String> next) {
        if (line.equals(previous) && !line.isEmpty()) {
            removed++;
        } else {
            previous = line;
            next.accept(line);
        }
    }

    @Override
    public StepReport report() {
        return new StepReport("repeated-lines", 0, removed);
    }
}
