package io.malmoi.models;

import java.util.Locale;

/**
 * The shape of a LLaMA decoder or one of its family, as Hugging Face's {@code config.json} writes it (field names in brackets).
 *
 * @param family which of them [model_type]
 * @param vocabularySize number of token ids [vocab_size]: 1 to 1,000,000
 * @param blockSize the longest sequence in tokens [max_position_embeddings]: 1 to 1,048,576
 * @param width of the hidden state [hidden_size]: 1 to 65,536
 * @param innerWidth of the feed-forward part [intermediate_size]: 1 to 262,144
 * @param layers number of blocks [num_hidden_layers]: 1 to 256
 * @param heads of a block's queries [num_attention_heads]: 1 to 256
 * @param keyValueHeads of its keys and values [num_key_value_heads]: 1 to {@code heads}, which it divides
 * @param headDimension width of a head [head_dim]: 2 to 1,024, even
 * @param rotary how positions turn queries and keys
 * @param dropout share of activations dropped in training [attention_dropout]: 0 up to, not including, 1
 * @param normEpsilon of RMS normalisation [rms_norm_eps]
 * @param initializerRange standard deviation of the initial weights [initializer_range]
 * @param tiedHead whether the output head is the token embedding [tie_word_embeddings]
 * @param endOfText id of the token that ends a document [bos_token_id, eos_token_id]: below {@code vocabularySize},
 *     or {@link #NONE}
 */
public record LlamaConfig(
        Family family,
        int vocabularySize,
        int blockSize,
        int width,
        int innerWidth,
        int layers,
        int heads,
        int keyValueHeads,
        int headDimension,
        RotaryEmbedding rotary,
        double dropout,
        double normEpsilon,
        double initializerRange,
        boolean tiedHead,
        int endOfText)
        implements ModelConfig {

    /** Architectures that are LLaMA's but for a detail of attention. */
    public enum Family {
        /** LLaMA (arXiv:2302.13971), and Mistral within its window. */
        LLAMA,
        /** Qwen 2 (arXiv:2407.10671): queries, keys and values have a bias. */
        QWEN2,
        /** Qwen 3 (arXiv:2505.09388): queries and keys are normalised in each head. */
        QWEN3;

        /** Whether queries, keys and values have a bias. */
        boolean queryKeyValueBias() {
            return this == QWEN2;
        }

        /** Whether queries and keys are normalised. */
        boolean queryKeyNorm() {
            return this == QWEN3;
        }
    }

    /** Checks the ranges. */
    public LlamaConfig {
        Ranges.requireVocabulary(vocabularySize, endOfText);
        Ranges.require(blockSize, 1, 1 << 20, "max_position_embeddings");
        Ranges.require(width, 1, 65_536, "hidden_size");
        Ranges.require(innerWidth, 1, 262_144, "intermediate_size");
        Ranges.require(layers, 1, 256, "num_hidden_layers");
        Ranges.require(heads, 1, 256, "num_attention_heads");
        Ranges.require(
                keyValueHeads >= 1 && heads % keyValueHeads == 0,
                "num_key_value_heads",
                keyValueHeads,
                "a divisor of num_attention_heads (" + heads + ")");
        Ranges.require(
                headDimension >= 2 && headDimension <= 1024 && headDimension % 2 == 0,
                "head_dim",
                headDimension,
                "2 to 1,024, and even");
        Ranges.requireConstants(dropout, initializerRange);
        Ranges.require(normEpsilon > 0 && normEpsilon < 1, "rms_norm_eps", normEpsilon, "above 0 and below 1");
    }

    /** Width of the feed-forward part as LLaMA has it: 8/3 of the model's, rounded up to a multiple of 64. */
    public static int innerWidth(int width) {
        return (int) ((8L * width / 3 + 63) / 64 * 64);
    }

    @Override
    public LlamaConfig limitedTo(int longestSequence) {
        return new LlamaConfig(
                family,
                vocabularySize,
                Math.min(blockSize, longestSequence),
                width,
                innerWidth,
                layers,
                heads,
                keyValueHeads,
                headDimension,
                rotary,
                dropout,
                normEpsilon,
                initializerRange,
                tiedHead,
                endOfText);
    }

    @Override
    public String architecture() {
        return family.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public long parameters() {
        long biases = family.queryKeyValueBias() ? (heads + 2L * keyValueHeads) * headDimension : 0;
        long norms = 2L * width + (family.queryKeyNorm() ? 2L * headDimension : 0);
        long embedding = tiedHead ? 0 : (long) vocabularySize * width;
        return matrixParameters() + layers * (biases + norms) + embedding + width;
    }

    @Override
    public long matrixParameters() {
        long attention = 2L * (heads + keyValueHeads) * headDimension * width;
        long feedForward = 3L * width * innerWidth;
        return layers * (attention + feedForward) + (long) vocabularySize * width;
    }

    @Override
    public long activationsPerToken() {
        // Twice the residual stream and its norm, before and after scaling; queries and keys before and after they are
        // turned,
        // values, what attention gives; gate, its activation, the way beside it, their product.
        long attention = (3L * heads + 3L * keyValueHeads) * headDimension;
        return layers * (6L * width + attention + 4L * innerWidth + droppedWeights());
    }
}
