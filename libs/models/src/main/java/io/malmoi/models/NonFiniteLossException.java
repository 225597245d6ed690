package io.malmoi.models;

/** A training step whose loss or gradient was not a number or infinite. The weights are as they were before the step. */
public final class NonFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long step;

    /** For a step, counted from 1, with its loss and gradient norm. */
    public NonFiniteLossException(long step, double loss, double gradientNorm) {
        super("step " + step + " has loss " + loss + " and gradient norm " + gradientNorm
                + ": training has diverged; lower learning_rate or set gradient_clip_norm");
        this.step = step;
    }

    /** The step, counted from 1. */
    public long step() {
        return step;
    }
}
