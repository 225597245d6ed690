package io.malmoi.datasets.cleaning;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A step that looks at each line by itself and removes none. */
final class LineChange implements CleaningStep {
    private final String name;
    private final UnaryOperator<String> change;
    private long changed;

    /** A step of this name; {@code change} returns the same object if it has nothing to change. */
    LineChange(String name, UnaryOperator<String> change) {
        this.name = name;
        this.change = change;
    }

    @Override
    public void accept(String line, Consumer<String> next) {
        String result = change.apply(line);
        if (result != line) {
            changed++;
        }
        next.accept(result);
    }

    @Override
    public StepReport report() {
        return new StepReport(name, changed, 0);
    }
}
