package io.malmoi.models;

import java.nio.file.Path;

/**
 * The shape of a model, as Hugging Face's {@code config.json} describes it. Today's are decoders, each a record with the fields of
 * its architecture; what all have in common is here.
 */
public sealed interface ModelConfig permits Gpt2Config, LlamaConfig {
    /** There is no such token. */
    int NONE = -1;

    /** Hugging Face's name of the architecture [model_type], such as {@code llama}. */
    String architecture();

    /** Number of token ids. */
    int vocabularySize();

    /** The longest sequence, in tokens. */
    int blockSize();

    /** Width of the hidden state. */
    int width();

    /** Number of blocks. */
    int layers();

    /** Heads of a block's queries. */
    int heads();

    /** Heads of a block's keys and values, each shared by {@code heads / keyValueHeads} heads of queries. */
    int keyValueHeads();

    /** Width of an attention head. */
    int headDimension();

    /** Share of activations dropped in training: 0 up to, not including, 1. */
    double dropout();

    /** Standard deviation of the initial weights. */
    double initializerRange();

    /** Whether the output head is the token embedding. */
    boolean tiedHead();

    /** Id of the token that ends a document, or {@link #NONE}. */
    int endOfText();

    /** Number of parameters that are trained; a tied head counts once. */
    long parameters();

    /** Number of parameters that every token is multiplied by: the matrices of all blocks and the head. */
    long matrixParameters();

    /** Numbers that the blocks keep of each token for the backward pass. */
    long activationsPerToken();

    /** Numbers that a block keeps of each token where weights of attention are dropped, and so must be whole in memory. */
    default long droppedWeights() {
        return dropout() > 0 ? 2L * heads() * blockSize() : 0;
    }

    /** The same for sequences of at most so many tokens, where positions need no weights. */
    default ModelConfig limitedTo(int longestSequence) {
        return this;
    }

    /**
     * Floating-point operations of a forward pass, for each token of sequences of a length: two for a parameter of a matrix, and what
     * causal attention needs on average. A training step costs three times as much.
     */
    default double flopsPerToken(int length) {
        double attention = 2.0 * layers() * heads() * headDimension() * (length + 1);
        return 2.0 * matrixParameters() + attention;
    }

    /**
     * Reads {@code config.json} in a folder.
     *
     * @throws ModelFormatException if it is missing, or not of a model that can be run; names the field
     */
    static ModelConfig read(Path folder) {
        return ModelFolder.readConfig(folder);
    }

    /** Writes {@code config.json} and {@code generation_config.json} into a folder, as Hugging Face transformers reads them. */
    default void write(Path folder) {
        ModelFolder.writeConfig(this, folder);
    }
}
