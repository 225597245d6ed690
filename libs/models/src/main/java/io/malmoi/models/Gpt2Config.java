package io.malmoi.models;

import java.nio.file.Path;

/**
 * The shape of a GPT-2 decoder, as Hugging Face's {@code config.json} writes it (field names in brackets).
 *
 * @param vocabularySize number of token ids [vocab_size]: 1 to 1,000,000
 * @param blockSize the longest sequence in tokens [n_positions]: 1 to 131,072
 * @param width of the hidden state [n_embd]: 1 to 65,536, a multiple of {@code heads}
 * @param layers number of blocks [n_layer]: 1 to 256
 * @param heads attention heads of a block [n_head]: 1 to 256
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
        double dropout,
        double normEpsilon,
        double initializerRange,
        boolean tiedHead,
        int endOfText) {
    /** There is no such token. */
    public static final int NONE = -1;

    /** Checks the ranges. */
    public Gpt2Config {
        Ranges.require(
                vocabularySize >= 1 && vocabularySize <= 1_000_000, "vocab_size", vocabularySize, "1 to 1,000,000");
        Ranges.require(blockSize >= 1 && blockSize <= 131_072, "n_positions", blockSize, "1 to 131,072");
        Ranges.require(heads >= 1 && heads <= 256, "n_head", heads, "1 to 256");
        Ranges.require(width >= 1 && width <= 65_536, "n_embd", width, "1 to 65,536");
        Ranges.require(width % heads == 0, "n_embd", width, "a multiple of n_head (" + heads + ")");
        Ranges.require(layers >= 1 && layers <= 256, "n_layer", layers, "1 to 256");
        Ranges.require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 up to, not including, 1");
        Ranges.require(normEpsilon > 0 && normEpsilon < 1, "layer_norm_epsilon", normEpsilon, "above 0 and below 1");
        Ranges.require(
                initializerRange > 0 && initializerRange <= 1,
                "initializer_range",
                initializerRange,
                "above 0, at most 1");
        Ranges.require(
                endOfText >= NONE && endOfText < vocabularySize,
                "eos_token_id",
                endOfText,
                "0 up to vocab_size - 1 (" + (vocabularySize - 1) + ")");
    }

    /** A shape with GPT-2's constants: no dropout, epsilon 1e-5, weights drawn with 0.02, tied head. */
    public static Gpt2Config of(int vocabularySize, int blockSize, int width, int layers, int heads, int endOfText) {
        return new Gpt2Config(vocabularySize, blockSize, width, layers, heads, 0, 1e-5, 0.02, true, endOfText);
    }

    /** The same with dropout. */
    public Gpt2Config withDropout(double value) {
        return new Gpt2Config(
                vocabularySize,
                blockSize,
                width,
                layers,
                heads,
                value,
                normEpsilon,
                initializerRange,
                tiedHead,
                endOfText);
    }

    /** Width of an attention head. */
    public int headDimension() {
        return width / heads;
    }

    /** Number of parameters; a tied head counts once. */
    public long parameters() {
        long block = 12L * width * width + 13L * width;
        long embeddings = (long) (tiedHead ? 1 : 2) * vocabularySize * width + (long) blockSize * width;
        return embeddings + layers * block + 2L * width;
    }

    /** Reads {@code config.json} in a folder. Throws {@link ModelFormatException} if it is missing or not a GPT-2 that can be run. */
    public static Gpt2Config read(Path folder) {
        return Gpt2Files.readConfig(folder);
    }

    /** Writes {@code config.json} and {@code generation_config.json} into a folder, as Hugging Face transformers reads them. */
    public void write(Path folder) {
        Gpt2Files.writeConfig(this, folder);
    }
}
