package io.malmoi.models;

/**
 * What the loss is multiplied by before it is differentiated, so that gradients keep to the range of float16 (arXiv:1710.03740): halved
 * when they overflow, and doubled after 2,000 steps in which they did not.
 *
 * @param value a power of two
 * @param steadySteps since it last changed
 */
record LossScale(double value, int steadySteps) {
    /** Where losses need no scale. */
    static final LossScale NONE = new LossScale(1, 0);

    /** To begin with. */
    static final LossScale FIRST = new LossScale(1 << 16, 0);

    private static final int GROWTH_INTERVAL = 2_000;
    private static final double GROWTH = 2;
    /** Float32 gradients are finite for losses so large. */
    private static final double LARGEST = 1L << 32;

    /** After a step whose gradients were finite. */
    LossScale afterStep() {
        if (steadySteps + 1 < GROWTH_INTERVAL) {
            return new LossScale(value, steadySteps + 1);
        }
        return new LossScale(Math.min(LARGEST, value * GROWTH), 0);
    }

    /** For another try, after gradients have overflowed. */
    LossScale afterOverflow() {
        return new LossScale(value / GROWTH, 0);
    }

    /** Whether gradients that overflow can be blamed on the scale. */
    boolean canShrink() {
        return value > 1;
    }
}
