package io.malmoi.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** GPT-2 in {@code config.json}. */
final class Gpt2Json {
    /** Both names of the tanh form of GELU. */
    private static final Set<String> ACTIVATIONS = Set.of("gelu_new", "gelu_pytorch_tanh");

    private Gpt2Json() {}

    static Gpt2Config read(ConfigFields fields) {
        int width = fields.integer("n_embd");
        requireKnownKind(fields, width);
        int vocabularySize = fields.integer("vocab_size");
        return new Gpt2Config(
                vocabularySize,
                fields.integer("n_positions"),
                width,
                fields.integer("n_layer"),
                fields.integer("n_head"),
                fields.truth("qkv_bias", true),
                fields.number("resid_pdrop", 0),
                fields.number("layer_norm_epsilon", 1e-5),
                fields.number("initializer_range", 0.02),
                fields.truth("tie_word_embeddings", true),
                fields.endOfText(vocabularySize));
    }

    /** Refuses the variants of GPT-2 whose numbers would come out otherwise. */
    private static void requireKnownKind(ConfigFields fields, int width) {
        String activation = fields.text("activation_function", "gelu_new");
        Ranges.require(ACTIVATIONS.contains(activation), "activation_function", activation, "gelu_new");
        int inner = fields.integer("n_inner", 4 * width);
        Ranges.require(inner == 4 * width, "n_inner", inner, "null or 4 n_embd (" + 4 * width + ")");
        Ranges.require(fields.truth("scale_attn_weights", true), "scale_attn_weights", false, "true");
        fields.requireFalse("scale_attn_by_inverse_layer_idx", "add_cross_attention");
    }

    static void write(Gpt2Config config, ObjectNode node) {
        node.putArray("architectures").add("GPT2LMHeadModel");
        node.put("activation_function", "gelu_new").put("n_positions", config.blockSize());
        node.put("n_embd", config.width()).put("n_layer", config.layers()).put("n_head", config.heads());
        node.put("embd_pdrop", config.dropout()).put("attn_pdrop", config.dropout());
        node.put("resid_pdrop", config.dropout()).put("layer_norm_epsilon", config.normEpsilon());
        if (!config.queryKeyValueBias()) {
            node.put("qkv_bias", false);
        }
    }
}
