package io.malmoi.models;

/**
 * Linear warm-up, then cosine decay (arXiv:1608.03983) to a minimum. A pure function of the step.
 *
 * @param peak learning rate when warm-up ends: above 0
 * @param minimum learning rate of the last step and after: 0 to {@code peak}
 * @param warmupSteps steps of warm-up: 0 to {@code steps}
 * @param steps steps in all: at least 1
 */
public record LearningRateSchedule(double peak, double minimum, long warmupSteps, long steps) {
    /** Checks the ranges. */
    public LearningRateSchedule {
        Ranges.require(peak > 0 && peak <= 1, "learning_rate", peak, "above 0 and at most 1");
        Ranges.require(
                minimum >= 0 && minimum <= peak, "minimum_learning_rate", minimum, "0 to learning_rate (" + peak + ")");
        Ranges.require(steps >= 1, "steps", steps, "at least 1");
        Ranges.require(
                warmupSteps >= 0 && warmupSteps <= steps, "warmup_steps", warmupSteps, "0 to steps (" + steps + ")");
    }

    /** The learning rate of a step, counted from 0. */
    public double at(long step) {
        Ranges.require(step >= 0, "step", step, "0 or more");
        if (step < warmupSteps) {
            return peak * (step + 1) / warmupSteps;
        }
        if (step >= steps - 1) {
            return minimum;
        }
        double done = (double) (step - warmupSteps) / Math.max(1, steps - 1 - warmupSteps);
        return minimum + (peak - minimum) * 0.5 * (1 + Math.cos(Math.PI * done));
    }
}
