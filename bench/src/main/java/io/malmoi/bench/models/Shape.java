package io.malmoi.bench.models;

import io.malmoi.models.Gpt2Config;
import io.malmoi.models.LlamaConfig;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.Precision;
import io.malmoi.models.RotaryEmbedding;

/** A decoder to measure: two small enough for a laptop, large enough that products of matrices are most of the work, and one for GPUs. */
public enum Shape {
    /** GPT-2's architecture. */
    GPT("GPT-2 of 6 x 384", Gpt2Config.of(16_000, 256, 384, 6, 6, ModelConfig.NONE)),
    /** GPT-2 as published, its smallest. */
    GPT2("GPT-2 of 12 x 768, 124 million parameters", Gpt2Config.of(50_257, 1024, 768, 12, 12, 50_256)),
    /** LLaMA's architecture. */
    LLAMA(
            "LLaMA of 6 x 384",
            new LlamaConfig(
                    LlamaConfig.Family.LLAMA,
                    16_000,
                    256,
                    384,
                    LlamaConfig.innerWidth(384),
                    6,
                    6,
                    6,
                    64,
                    RotaryEmbedding.LLAMA,
                    0,
                    1e-6,
                    0.02,
                    true,
                    ModelConfig.NONE));

    private final String label;
    private final ModelConfig config;

    Shape(String label, ModelConfig config) {
        this.label = label;
        this.config = config;
    }

    String label() {
        return label;
    }

    ModelConfig config() {
        return config;
    }

    /** Floating-point operations of a training step for each token. */
    double trainingFlopsPerToken() {
        return 3 * config.flopsPerToken(config.blockSize());
    }

    /** Bytes that a step of decoding reads for sequences of some length: all matrices once, and keys and values of each. */
    double readPerStep(int sequences, int length, Precision precision) {
        int ofWeight = precision == Precision.FLOAT32 ? 4 : precision == Precision.BFLOAT16 ? 2 : 1;
        int ofCache = precision == Precision.BFLOAT16 ? 2 : 4;
        double cache = 2.0 * config.layers() * config.keyValueHeads() * config.headDimension() * length;
        return ofWeight * (double) config.matrixParameters() + ofCache * sequences * cache;
    }
}
