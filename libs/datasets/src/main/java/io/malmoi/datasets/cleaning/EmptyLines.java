package io.malmoi.datasets.cleaning;

import java.util.function.Consumer;

/** Makes every run of empty lines one (three or more line breaks become two); none at the ends of the text. */
final class EmptyLines implements CleaningStep {
    private boolean begun;
    private boolean pending;
    private long removed;

    @Override
    public void accept(String line, Consumer<String> next) {
        if (!line.isEmpty()) {
            if (pending) {
                pending = false;
                next.accept("");
            }
            begun = true;
            next.accept(line);
        } else if (begun && !pending) {
            pending = true;
        } else {
            removed++;
        }
    }

    @Override
    public StepReport report() {
        return new StepReport("empty-lines", 0, removed + (pending ? 1 : 0));
    }
}
