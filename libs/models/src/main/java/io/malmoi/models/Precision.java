package io.malmoi.models;

import io.malmoi.torchscript.Torch;

/**
 * Numbers that matrix products are made in, and that layers hand on. Weights, the sums inside norms, losses and optimiser state are float32
 * in training whichever is chosen.
 */
public enum Precision {
    /** 32-bit throughout. */
    FLOAT32,
    /** Products in bfloat16; no loss scaling is needed. */
    BFLOAT16,
    /**
     * Products in float16, for GPUs alone: libtorch makes them many times slower than others on processors. Its range is small, so the
     * loss is scaled in training, and the scale found on the way (arXiv:1710.03740).
     */
    FLOAT16,
    /**
     * Products in int8, for decoding alone: weights scaled by output channel, inputs row by row, so that a sequence does not depend on
     * what else is in the batch. For x86 processors.
     */
    INT8;

    /**
     * Refuses what this machine cannot do, or only many times slower than in another precision.
     *
     * @throws IllegalArgumentException if it is not {@link #available}; names another
     */
    public void requireAvailable() {
        if (!available()) {
            throw new IllegalArgumentException(
                    this == FLOAT16
                            ? "precision FLOAT16 is for GPUs, and libtorch finds none here: choose BFLOAT16 or FLOAT32"
                            : "precision INT8 is for processors, and there is a GPU here: choose BFLOAT16 or FLOAT16");
        }
    }

    /** Whether this machine works in it. */
    public boolean available() {
        return this != (Torch.device().isGpu() ? INT8 : FLOAT16);
    }

    /** Whether models can be trained in it. */
    public boolean trains() {
        return this != INT8;
    }
}
