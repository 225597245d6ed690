package io.malmoi.models;

/**
 * The shape of a GPT-2 decoder, as Hugging Face's {@code config.json} writes it (field names in brackets).
 *
 * @param vocabularySize number of token ids [vocab_size]: 1 to 1,000,000
 * @param blockSize the longest sequence in tokens [n_positions]: 1 to 131,072
 * @param width of the hidden state [n_embd]: 1 to 65,536, a multiple of {@code heads}
 * @param layers number of blocks [n_layer]: 1 to 256
 * @param heads attention heads of a block [n_head]: 1 to 256
 * @param queryKeyValueBias whether queries, keys and values have a bias [qkv_bias, which is Malmoi's own]; without, it stays zero
 * @param dropout share of activations dropped in training [embd_pdrop, attn_pdrop, resid_pdrop]: 0 up to, not including, 1
 * @param normEpsilon of layer normalisation [layer_norm_epsilon]; GPT-2's is 1e-5
 * @param initializerRange standard deviation of the initial weights [initializer_range]; GPT-2's is 0.02
 * @param tiedHead whether the output head is the token embedding [tie_word_embeddings]
 * @param endOfText id of the token that ends a document [bos_token_id, eos_token_id]: below {@code vocabularySize},
 *     or {@link #NONE}
 */
public record Gpt2Config(
        int vocabularySize,
        int blockSize,
        int width,
        int layers,
        int heads,
        boolean queryKeyValueBias,
        double dropout,
        double normEpsilon,
        double initializerRange,
        boolean tiedHead,
        int endOfText)
        implements ModelConfig {
    /** Hugging Face's name of the architecture. */
    static final String ARCHITECTURE = "gpt2";

    /** Checks the ranges. */
    public Gpt2Config {
        Ranges.requireVocabulary(vocabularySize, endOfText);
        Ranges.require(blockSize, 1, 131_072, "n_positions");
        Ranges.require(heads, 1, 256, "n_head");
        Ranges.require(width, 1, 65_536, "n_embd");
        Ranges.require(width % heads == 0, "n_embd", width, "a multiple of n_head (" + heads + ")");
        Ranges.require(layers, 1, 256, "n_layer");
        Ranges.requireConstants(dropout, initializerRange);
        Ranges.require(normEpsilon > 0 && normEpsilon < 1, "layer_norm_epsilon", normEpsilon, "above 0 and below 1");
    }

    /** A shape with GPT-2's constants: biases, no dropout, epsilon 1e-5, weights drawn with 0.02, tied head. */
    public static Gpt2Config of(int vocabularySize, int blockSize, int width, int layers, int heads, int endOfText) {
        return new Gpt2Config(vocabularySize, blockSize, width, layers, heads, true, 0, 1e-5, 0.02, true, endOfText);
    }

    /** The same with dropout. */
    public Gpt2Config withDropout(double value) {
        return new Gpt2Config(
                vocabularySize,
                blockSize,
                width,
                layers,
                heads,
                queryKeyValueBias,
                value,
                normEpsilon,
                initializerRange,
                tiedHead,
                endOfText);
    }

    @Override
    public String architecture() {
        return ARCHITECTURE;
    }

    @Override
    public int keyValueHeads() {
        return heads;
    }

    @Override
    public int headDimension() {
        return width / heads;
    }

    @Override
    public long parameters() {
        long vectors = (queryKeyValueBias ? 13L : 10L) * width;
        long positions = (long) blockSize * width;
        long embedding = tiedHead ? 0 : (long) vocabularySize * width;
        return matrixParameters() + layers * vectors + embedding + positions + 2L * width;
    }

    @Override
    public long matrixParameters() {
        return layers * 12L * width * width + (long) vocabularySize * width;
    }

    @Override
    public long activationsPerToken() {
        // Twice the residual stream and its norm, queries, keys, values, what attention gives, and the feed-forward
        // part twice.
        return layers * (16L * width + droppedWeights());
    }
}
