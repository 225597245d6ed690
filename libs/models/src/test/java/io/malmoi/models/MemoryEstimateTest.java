package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.malmoi.models.LlamaConfig.Family;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
    private static final double GIB = 1 << 30;
    private static final Gpt2Config GPT2 = Gpt2Config.of(50_257, 1024, 768, 12, 12, 50_256);
    /** TinyLlama. */
    private static final LlamaConfig LLAMA = new LlamaConfig(
            Family.LLAMA, 32_000, 2048, 2048, 5632, 22, 32, 4, 64, RotaryEmbedding.LLAMA, 0, 1e-5, 0.02, false, 2);

    @Test
    void countsStatesActivationsAndLogitsOfTraining() {
        double one = MemoryEstimate.training(GPT2, 1, Precision.FLOAT32, false);
        double activations = 1024.0 * 12 * 16 * 768 * 4;
        // The logits of a part are as many, however many sequences there are.
        assertThat(MemoryEstimate.training(GPT2, 21, Precision.FLOAT32, false)
                        - MemoryEstimate.training(GPT2, 20, Precision.FLOAT32, false))
                .isCloseTo(activations, within(1.0));
        assertThat(one).isGreaterThan(GPT2.parameters() * 16.0 + activations);
        assertThat(MemoryEstimate.training(GPT2, 1, Precision.BFLOAT16, false)).isLessThan(one);
        assertThat(MemoryEstimate.training(GPT2.withDropout(0.1), 1, Precision.FLOAT32, false) - one)
                .isCloseTo(1024.0 * 12 * 2 * 12 * 1024 * 4, within(1.0));
        double recomputing = MemoryEstimate.training(GPT2, 1, Precision.FLOAT32, true);
        assertThat(one - recomputing).isCloseTo(1024.0 * (11 * 16 - 13) * 768 * 4, within(1.0));
    }

    @Test
    void countsWeightsAndCacheOfDecoding() {
        DecoderOptions whole = new DecoderOptions(4, Precision.FLOAT32);
        DecoderOptions limited = new DecoderOptions(4, Precision.FLOAT32, 511);
        double cache = 2.0 * 22 * 4 * 64 * 4 * 2049 * 4;
        assertThat(MemoryEstimate.decoding(LLAMA, whole)).isCloseTo(LLAMA.parameters() * 4.0 + cache, within(1.0));
        assertThat(MemoryEstimate.decoding(LLAMA, limited))
                .isCloseTo(LLAMA.parameters() * 4.0 + cache * 512 / 2049, within(1.0));
        assertThat(LLAMA.parameters() / 1e9).isCloseTo(1.1, within(0.001));
        assertThat(MemoryEstimate.decoding(LLAMA, new DecoderOptions(4, Precision.BFLOAT16)) / GIB)
                .isCloseTo(2.2, within(0.2));
    }

    @Test
    void knowsWhatIsAvailable() {
        assertThat(MemoryEstimate.available()).isPositive();
    }

    @Test
    void countsOperations() {
        // Two for each weight of a matrix, and four for each of a head's numbers at each of the positions seen, on
        // average.
        assertThat(LLAMA.flopsPerToken(1)).isEqualTo(2.0 * LLAMA.matrixParameters() + 22.0 * 4 * 2048);
        assertThat(LLAMA.flopsPerToken(2047)).isEqualTo(2.0 * LLAMA.matrixParameters() + 22.0 * 4 * 2048 * 1024);
    }
}
