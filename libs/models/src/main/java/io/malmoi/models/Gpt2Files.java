package io.malmoi.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** GPT-2 in Hugging Face's layout: {@code config.json}, {@code generation_config.json}, {@code model.safetensors}. */
final class Gpt2Files {
    private static final String CONFIG = "config.json";
    private static final String GENERATION = "generation_config.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Both names of the tanh form of GELU. */
    private static final Set<String> ACTIVATIONS = Set.of("gelu_new", "gelu_pytorch_tanh");

    private Gpt2Files() {}

    static Gpt2Config readConfig(Path folder) {
        Path file = folder.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException("there is no " + CONFIG + " in " + folder);
        }
        try {
            return parse(JSON.readTree(file.toFile()));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelFormatException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Gpt2Config parse(JsonNode node) {
        Ranges.require(node.path("model_type").asText().equals("gpt2"), "model_type", node.path("model_type"), "gpt2");
        int width = integer(node, "n_embd");
        requireKnownKind(node, width);
        int vocabularySize = integer(node, "vocab_size");
        int endOfText = node.path("eos_token_id").asInt(Gpt2Config.NONE);
        return new Gpt2Config(
                vocabularySize,
                integer(node, "n_positions"),
                width,
                integer(node, "n_layer"),
                integer(node, "n_head"),
                node.path("resid_pdrop").asDouble(0),
                node.path("layer_norm_epsilon").asDouble(1e-5),
                node.path("initializer_range").asDouble(0.02),
                node.path("tie_word_embeddings").asBoolean(true),
                // The library's default, 50256, stands in configurations of smaller vocabularies, too.
                endOfText < vocabularySize ? endOfText : Gpt2Config.NONE);
    }

    /** Refuses the variants of GPT-2 whose numbers would come out otherwise. */
    private static void requireKnownKind(JsonNode node, int width) {
        String activation = node.path("activation_function").asText("gelu_new");
        Ranges.require(ACTIVATIONS.contains(activation), "activation_function", activation, "gelu_new");
        int inner = node.path("n_inner").asInt(4 * width);
        Ranges.require(inner == 4 * width, "n_inner", inner, "null or 4 n_embd (" + 4 * width + ")");
        Ranges.require(node.path("scale_attn_weights").asBoolean(true), "scale_attn_weights", false, "true");
        for (String field : new String[] {"scale_attn_by_inverse_layer_idx", "add_cross_attention"}) {
            Ranges.require(!node.path(field).asBoolean(false), field, true, "false");
        }
    }

    private static int integer(JsonNode node, String field) {
        JsonNode value = node.path(field);
        Ranges.require(value.canConvertToInt() && value.isIntegralNumber(), field, value, "a whole number");
        return value.intValue();
    }

    static void writeConfig(Gpt2Config config, Path folder) {
        ObjectNode node = JSON.createObjectNode();
        node.putArray("architectures").add("GPT2LMHeadModel");
        node.put("model_type", "gpt2").put("activation_function", "gelu_new").put("torch_dtype", "float32");
        node.put("vocab_size", config.vocabularySize()).put("n_positions", config.blockSize());
        node.put("n_embd", config.width()).put("n_layer", config.layers()).put("n_head", config.heads());
        node.put("embd_pdrop", config.dropout()).put("attn_pdrop", config.dropout());
        node.put("resid_pdrop", config.dropout()).put("layer_norm_epsilon", config.normEpsilon());
        node.put("initializer_range", config.initializerRange()).put("tie_word_embeddings", config.tiedHead());
        write(ends(node, config), folder.resolve(CONFIG));
        write(ends(JSON.createObjectNode(), config), folder.resolve(GENERATION));
    }

    private static ObjectNode ends(ObjectNode node, Gpt2Config config) {
        Integer id = config.endOfText() == Gpt2Config.NONE ? null : config.endOfText();
        return node.put("bos_token_id", id).put("eos_token_id", id);
    }

    private static void write(ObjectNode node, Path file) {
        try {
            Files.createDirectories(file.getParent());
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), node);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** The weights of a folder by our names: published checkpoints leave out the prefix, and hold masks that are no weights. */
    static Map<String, Safetensors.Tensor> mapWeights(Gpt2Config config, Path folder) {
        Map<String, Safetensors.Tensor> named = new LinkedHashMap<>();
        Safetensors.map(folder.resolve(Weights.MODEL_FILE)).tensors().forEach((name, tensor) -> {
            boolean mask = name.endsWith(".attn.bias") || name.endsWith(".attn.masked_bias");
            boolean copyOfEmbedding = config.tiedHead() && name.equals("lm_head.weight");
            if (!mask && !copyOfEmbedding) {
                boolean complete = name.startsWith(Gpt2.PREFIX) || name.startsWith("lm_head.");
                named.put(complete ? name : Gpt2.PREFIX + name, tensor);
            }
        });
        return named;
    }
}
