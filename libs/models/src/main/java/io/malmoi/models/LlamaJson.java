package io.malmoi.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.models.LlamaConfig.Family;
import java.util.Map;
import java.util.Optional;

/** LLaMA and its family in {@code config.json}. */
final class LlamaJson {
    /** The families by model_type. Mistral is LLaMA with a window, to which sequences are limited here. */
    static final Map<String, Family> FAMILIES =
            Map.of("llama", Family.LLAMA, "mistral", Family.LLAMA, "qwen2", Family.QWEN2, "qwen3", Family.QWEN3);

    private static final Map<Family, String> CLASSES = Map.of(
            Family.LLAMA, "LlamaForCausalLM",
            Family.QWEN2, "Qwen2ForCausalLM",
            Family.QWEN3, "Qwen3ForCausalLM");
    /** What Qwen 3 takes for the width of a head if the configuration does not say it. */
    private static final int QWEN3_HEAD_DIMENSION = 128;

    private static final String SCALING = "rope_scaling";

    private LlamaJson() {}

    static LlamaConfig read(ConfigFields fields) {
        Family family = FAMILIES.get(fields.text("model_type", ""));
        requireKnownKind(fields);
        int vocabularySize = fields.integer("vocab_size");
        int width = fields.integer("hidden_size");
        int heads = fields.integer("num_attention_heads");
        return new LlamaConfig(
                family,
                vocabularySize,
                blockSize(fields),
                width,
                fields.integer("intermediate_size"),
                fields.integer("num_hidden_layers"),
                heads,
                fields.integer("num_key_value_heads", heads),
                headDimension(fields, family, width, heads),
                rotary(fields),
                fields.number("attention_dropout", 0),
                fields.number("rms_norm_eps", 1e-6),
                fields.number("initializer_range", 0.02),
                fields.truth("tie_word_embeddings", false),
                fields.endOfText(vocabularySize));
    }

    /** Refuses the variants whose numbers would come out otherwise. */
    private static void requireKnownKind(ConfigFields fields) {
        String activation = fields.text("hidden_act", "silu");
        Ranges.require(activation.equals("silu"), "hidden_act", activation, "silu");
        fields.requireFalse("attention_bias", "mlp_bias");
    }

    private static int headDimension(ConfigFields fields, Family family, int width, int heads) {
        if (fields.has("head_dim") || family == Family.QWEN3) {
            return fields.integer("head_dim", QWEN3_HEAD_DIMENSION);
        }
        boolean divides = heads >= 1 && width % heads == 0;
        Ranges.require(divides, "hidden_size", width, "a multiple of num_attention_heads (" + heads + ")");
        return width / heads;
    }

    /** Within its window, sliding attention is causal attention. */
    private static int blockSize(ConfigFields fields) {
        int blockSize = fields.integer("max_position_embeddings");
        boolean mistral = fields.text("model_type", "").equals("mistral");
        return fields.truth("use_sliding_window", mistral)
                ? Math.min(blockSize, fields.integer("sliding_window", blockSize))
                : blockSize;
    }

    /** Newer files keep all of it in one object, older ones theta beside the scaling. */
    private static RotaryEmbedding rotary(ConfigFields fields) {
        ConfigFields together = fields.object("rope_parameters");
        ConfigFields scaling = fields.has("rope_parameters") ? together : fields.object(SCALING);
        double theta = together.number("rope_theta", fields.number("rope_theta", 10_000));
        String kind = scaling.text("rope_type", scaling.text("type", "default"));
        Ranges.require(kind.equals("default") || kind.equals("llama3"), "rope_type", kind, "default or llama3");
        return new RotaryEmbedding(theta, kind.equals("default") ? Optional.empty() : Optional.of(scaling(scaling)));
    }

    private static RotaryEmbedding.Scaling scaling(ConfigFields fields) {
        return new RotaryEmbedding.Scaling(
                fields.number("factor", 8),
                fields.number("low_freq_factor", 1),
                fields.number("high_freq_factor", 4),
                fields.integer("original_max_position_embeddings"));
    }

    static void write(LlamaConfig config, ObjectNode node) {
        node.putArray("architectures").add(CLASSES.get(config.family()));
        node.put("hidden_act", "silu").put("max_position_embeddings", config.blockSize());
        node.put("hidden_size", config.width()).put("intermediate_size", config.innerWidth());
        node.put("num_hidden_layers", config.layers()).put("num_attention_heads", config.heads());
        node.put("num_key_value_heads", config.keyValueHeads()).put("head_dim", config.headDimension());
        node.put("attention_dropout", config.dropout()).put("rms_norm_eps", config.normEpsilon());
        node.put("rope_theta", config.rotary().theta());
        config.rotary()
                .scaling()
                .ifPresentOrElse(scaling -> write(scaling, node.putObject(SCALING)), () -> node.putNull(SCALING));
    }

    private static void write(RotaryEmbedding.Scaling scaling, ObjectNode node) {
        node.put("rope_type", "llama3").put("factor", scaling.factor());
        node.put("low_freq_factor", scaling.lowFrequencyFactor());
        node.put("high_freq_factor", scaling.highFrequencyFactor());
        node.put("original_max_position_embeddings", scaling.originalBlockSize());
    }
}
