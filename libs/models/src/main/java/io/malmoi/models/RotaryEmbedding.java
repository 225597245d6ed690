package io.malmoi.models;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How positions turn queries and keys (arXiv:2104.09864): pair {@code i} of a head's numbers by {@code position * frequency(i)}, where
 * frequencies fall from 1 to nearly {@code 1 / theta}.
 *
 * @param theta base of the frequencies [rope_theta]: 1 to 1e9; LLaMA's is 10,000
 * @param scaling how the frequencies were stretched for longer sequences than those of pretraining; empty: not at all
 */
public record RotaryEmbedding(double theta, Optional<Scaling> scaling) {
    /** LLaMA's. */
    public static final RotaryEmbedding LLAMA = new RotaryEmbedding(10_000, Optional.empty());

    /** Checks the range. */
    public RotaryEmbedding {
        Ranges.require(theta >= 1 && theta <= 1e9, "rope_theta", theta, "1 to 1e9");
    }

    /**
     * The scaling of Llama 3.1: low frequencies are divided by {@code factor}, high ones stay, those between are blended.
     *
     * @param factor 1 to 1,000 [factor]
     * @param lowFrequencyFactor waves longer than the original block divided by this are low: above 0 [low_freq_factor]
     * @param highFrequencyFactor waves shorter than the original block divided by this are high: above the former [high_freq_factor]
     * @param originalBlockSize the longest sequence of pretraining [original_max_position_embeddings]
     */
    public record Scaling(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalBlockSize) {
        /** Checks the ranges. */
        public Scaling {
            Ranges.require(factor >= 1 && factor <= 1000, "factor", factor, "1 to 1,000");
            Ranges.require(
                    lowFrequencyFactor > 0 && lowFrequencyFactor < highFrequencyFactor,
                    "low_freq_factor",
                    lowFrequencyFactor,
                    "above 0 and below high_freq_factor (" + highFrequencyFactor + ")");
            Ranges.require(originalBlockSize, 1, 1 << 20, "original_max_position_embeddings");
        }

        private double scale(double frequency) {
            double waves = originalBlockSize * frequency / (2 * Math.PI);
            double high = (waves - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
            double share = Math.max(0, Math.min(1, high));
            return share * frequency + (1 - share) * frequency / factor;
        }
    }

    /** Radians a position, for each pair of a head's numbers. */
    double[] frequencies(int headDimension) {
        return IntStream.range(0, headDimension / 2)
                .mapToDouble(i -> Math.pow(theta, -2.0 * i / headDimension))
                .map(frequency -> scaling.map(s -> s.scale(frequency)).orElse(frequency))
                .toArray();
    }
}
