package io.malmoi.models;

/**
 * How the next token is chosen from the logits: first by temperature, then top-k, then top-p.
 *
 * @param temperature divides the logits: 0 to 100; 0 means the most likely token always
 * @param topK only the k most likely tokens; 0 means all
 * @param topP only the most likely tokens that together have at least this probability (nucleus sampling,
 *     arXiv:1904.09751): above 0, at most 1
 * @param seed of the sequence's own generator
 */
public record SamplingOptions(double temperature, int topK, double topP, long seed) {
    /** Checks the ranges. */
    public SamplingOptions {
        Ranges.require(temperature >= 0 && temperature <= 100, "temperature", temperature, "0 to 100");
        Ranges.require(topK >= 0, "top_k", topK, "0 (all) or more");
        Ranges.require(topP > 0 && topP <= 1, "top_p", topP, "above 0 and at most 1");
    }

    /** The most likely token always. */
    public static SamplingOptions greedy() {
        return new SamplingOptions(0, 0, 1, 0);
    }
}
