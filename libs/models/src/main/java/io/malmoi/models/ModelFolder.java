package io.malmoi.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.torchscript.ProgramWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folders of models in Hugging Face's layout: {@code config.json}, {@code generation_config.json}, and {@code model.safetensors}, or several such
 * files with {@code model.safetensors.index.json}.
 */
public final class ModelFolder {
    /** The file of a model's weights. */
    static final String WEIGHTS = "model.safetensors";

    private static final String INDEX = "model.safetensors.index.json";
    private static final String CONFIG = "config.json";
    private static final String GENERATION = "generation_config.json";
    private static final long LARGEST_JSON = 32 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelFolder() {}

    /**
     * Reads a folder as {@link Decoder#load} does, as far as that goes without the numbers: its configuration, and names, types and
     * shapes of its tensors.
     *
     * @throws ModelFormatException if it is no model that can be run; lists what is wrong
     */
    public static ModelConfig check(Path folder) {
        ModelConfig config = readConfig(folder);
        LanguageModel model = LanguageModel.of(config);
        ProgramWriter writer = new ProgramWriter();
        Arithmetic arithmetic = new Arithmetic(Precision.FLOAT32, MatrixKernel.BLAS, false);
        new DecodingProgram(model, arithmetic, Optional.empty()).write(writer);
        Weights.match(List.copyOf(writer.parameters().values()), weights(model, folder), folder);
        return config;
    }

    static ModelConfig readConfig(Path folder) {
        Path file = folder.resolve(CONFIG);
        try {
            return parse(readJson(file));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        }
    }

    private static ModelConfig parse(JsonNode node) {
        ConfigFields fields = new ConfigFields(node);
        String type = fields.text("model_type", "");
        Ranges.require(
                type.equals(Gpt2Config.ARCHITECTURE) || LlamaJson.FAMILIES.containsKey(type),
                "model_type",
                node.path("model_type"),
                "gpt2, llama, mistral, qwen2 or qwen3");
        Ranges.require(
                !fields.has("quantization_config"), "quantization_config", "set", "absent: weights of 16 or 32 bits");
        return type.equals(Gpt2Config.ARCHITECTURE) ? Gpt2Json.read(fields) : LlamaJson.read(fields);
    }

    private static JsonNode readJson(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException("there is no " + file.getFileName() + " in " + file.getParent());
        }
        try {
            long size = Files.size(file);
            if (size > LARGEST_JSON) {
                throw new ModelFormatException(file + " has " + size + " bytes, more than " + LARGEST_JSON);
            }
            JsonNode node = JSON.readTree(file.toFile());
            if (node == null || !node.isObject()) {
                throw new ModelFormatException(file + " is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelFormatException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static void writeConfig(ModelConfig config, Path folder) {
        ObjectNode node = JSON.createObjectNode();
        node.put("model_type", config.architecture()).put("torch_dtype", "float32");
        node.put("vocab_size", config.vocabularySize()).put("tie_word_embeddings", config.tiedHead());
        node.put("initializer_range", config.initializerRange());
        if (config instanceof LlamaConfig llama) {
            LlamaJson.write(llama, node);
        } else if (config instanceof Gpt2Config gpt2) {
            Gpt2Json.write(gpt2, node);
        }
        write(ends(node, config), folder.resolve(CONFIG));
        write(ends(JSON.createObjectNode(), config), folder.resolve(GENERATION));
    }

    private static ObjectNode ends(ObjectNode node, ModelConfig config) {
        Integer id = config.endOfText() == ModelConfig.NONE ? null : config.endOfText();
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

    /** The weights of a folder, mapped, by the model's names for them. */
    static Map<String, Safetensors.Tensor> weights(LanguageModel model, Path folder) {
        Map<String, Safetensors.Tensor> published =
                Files.exists(folder.resolve(WEIGHTS)) || !Files.exists(folder.resolve(INDEX))
                        ? Safetensors.map(folder.resolve(WEIGHTS)).tensors()
                        : parts(folder);
        Map<String, Safetensors.Tensor> named = new LinkedHashMap<>();
        published.forEach((name, tensor) -> model.parameter(name).ifPresent(parameter -> named.put(parameter, tensor)));
        return named;
    }

    /** The tensors that an index names, each from the file that it says. */
    private static Map<String, Safetensors.Tensor> parts(Path folder) {
        Path index = folder.resolve(INDEX);
        JsonNode places = readJson(index).path("weight_map");
        if (!places.isObject()) {
            throw new ModelFormatException(index + " has no weight_map");
        }
        Map<String, Safetensors> files = new HashMap<>();
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> place : places.properties()) {
            String file = place.getValue().asText();
            if (!file.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
                throw new ModelFormatException(index + " names the file \"" + file + "\", which is no plain name");
            }
            Safetensors part = files.computeIfAbsent(file, name -> Safetensors.map(folder.resolve(name)));
            Safetensors.Tensor tensor = part.tensors().get(place.getKey());
            if (tensor == null) {
                throw new ModelFormatException(
                        index + " says that " + place.getKey() + " is in " + file + ", but it is not");
            }
            tensors.put(place.getKey(), tensor);
        }
        return tensors;
    }
}
