package io.malmoi.models;

/**
 * How a decoder runs.
 *
 * @param slots sequences that can be open at once: 1 to 4,096; each keeps its cache of keys and values allocated
 * @param precision numbers that products are made in; the cache is of the same type
 */
public record DecoderOptions(int slots, Precision precision) {
    /** Checks the ranges. */
    public DecoderOptions {
        Ranges.require(slots >= 1 && slots <= 4096, "slots", slots, "1 to 4,096");
    }
}
