package io.malmoi.models;

/**
 * How a decoder runs.
 *
 * @param slots sequences that can be open at once: 1 to 4,096; each keeps its cache of keys and values allocated
 * @param precision numbers that products are made in; the cache is of the same type
 * @param longestSequence in tokens, if the model could read a longer one: at least 1. Models with learned positions read all they have.
 */
public record DecoderOptions(int slots, Precision precision, int longestSequence) {
    /** With room for the longest sequences that the model can read. */
    public DecoderOptions(int slots, Precision precision) {
        this(slots, precision, Integer.MAX_VALUE);
    }

    /** Checks the ranges. */
    public DecoderOptions {
        Ranges.require(slots >= 1 && slots <= 4096, "slots", slots, "1 to 4,096");
        Ranges.require(longestSequence >= 1, "longest sequence", longestSequence, "1 or more");
    }
}
