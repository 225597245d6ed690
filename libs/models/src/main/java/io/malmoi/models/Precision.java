package io.malmoi.models;

/** Numbers that matrix products are made in. Weights, norms, losses and optimiser state are float32 in training whichever is chosen. */
public enum Precision {
    /** 32-bit throughout. */
    FLOAT32,
    /** Products in bfloat16; no loss scaling is needed. */
    BFLOAT16
}
