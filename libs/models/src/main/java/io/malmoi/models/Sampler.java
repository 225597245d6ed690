package io.malmoi.models;

/** Chooses tokens of one sequence from their logits. Has a generator of its own, so a sequence does not depend on others. Not thread-safe. */
public final class Sampler {
    /** A sampler that starts from the options' seed. */
    public Sampler(SamplingOptions options) {}

    /**
     * The next token.
     *
     * @param logits one for each token id; negative infinity for tokens that must not be chosen. Not changed.
     */
    public int next(float[] logits) {
        throw new UnsupportedOperationException();
    }
}
