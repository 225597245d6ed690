package io.malmoi.models;

/** Numbers that matrix products are made in. Weights, norms, losses and optimiser state are float32 in training whichever is chosen. */
public enum Precision {
    /** 32-bit throughout. */
    FLOAT32,
    /** Products in bfloat16; no loss scaling is needed. */
    BFLOAT16,
    /**
     * Products in int8, for decoding alone: weights scaled by output channel, inputs row by row, so that a sequence does not depend on
     * what else is in the batch. For x86 processors.
     */
    INT8;

    /** Whether models can be trained in it. */
    public boolean trains() {
        return this != INT8;
    }
}
