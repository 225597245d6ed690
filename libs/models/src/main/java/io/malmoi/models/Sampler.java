package io.malmoi.models;

import java.util.SplittableRandom;

/**
 * Chooses tokens of one sequence from their logits. Has a generator of its own, so a sequence does not depend on others. Not
 * thread-safe.
 */
public final class Sampler {
    private final SamplingOptions options;
    private final SplittableRandom random;
    private final Candidates candidates = new Candidates();

    /** A sampler that starts from the options' seed. */
    public Sampler(SamplingOptions options) {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
    }

    /**
     * The next token. Of equally likely ones the smaller id is preferred.
     *
     * @param logits one for each token id; negative infinity for tokens that must not be chosen. Not changed.
     * @throws IllegalArgumentException if no token can be chosen, because none is finite
     */
    public int next(float[] logits) {
        int best = mostLikely(logits);
        if (options.temperature() == 0 || options.topK() == 1) {
            return best;
        }
        if (options.topK() > 0 && options.topK() < logits.length) {
            candidates.takeLargest(logits, options.topK());
        } else {
            candidates.takeAll(logits);
        }
        candidates.weigh(logits[best], options.temperature());
        if (options.topP() < 1) {
            candidates.keepNucleus(options.topP());
        }
        return candidates.at(random.nextDouble());
    }

    private static int mostLikely(float[] logits) {
        int best = -1;
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] > highest) {
                highest = logits[i];
                best = i;
            }
        }
        if (best < 0 || highest == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("no token can be chosen: the logits are not finite");
        }
        return best;
    }
}
