package io.malmoi.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.malmoi.torchscript.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** The tiny models that transformers made, and what it computes with them: see src/test/python/tiny_models.py. */
enum Golden {
    /** Float32 weights in one file, tied head. */
    GPT2_TINY,
    /** Float16 weights, a head of its own, queries, keys and values without bias. */
    GPT2_UNTIED,
    /** Shared heads, frequencies as Llama 3 scales them, weights in several files. */
    LLAMA_TINY,
    /** Biases, bfloat16 weights, tied head. */
    QWEN2_TINY,
    /** Norms of queries and keys, heads wider than the model's share. */
    QWEN3_TINY;

    Path folder() {
        try {
            String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
            return Path.of(Golden.class.getResource("/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    ModelConfig config() {
        return ModelConfig.read(folder());
    }

    JsonNode expected() {
        return json(folder().resolve("expected.json"));
    }

    /** A session that begins with these weights. */
    TrainingSession session(TrainingOptions options, Path empty) {
        try (TrainingSession fresh = TrainingSession.create(config(), options)) {
            fresh.saveOptimizer(empty);
        }
        copyTo(empty);
        return TrainingSession.resume(empty, options);
    }

    void copyTo(Path other) {
        try (var files = Files.list(folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A list of numbers, nested or not, in reading order. */
    static int[] ints(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .flatMapToInt(n -> Arrays.stream(ints(n)))
                        .toArray()
                : new int[] {node.intValue()};
    }

    static float[] floats(JsonNode node) {
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).floatValue();
        }
        return values;
    }

    static float[] floats(Safetensors.Tensor tensor) {
        if (tensor.type() != TensorType.FLOAT32) {
            throw new IllegalArgumentException("not float32: " + tensor.type());
        }
        float[] values = new float[tensor.data().remaining() / 4];
        tensor.data().asFloatBuffer().get(values);
        return values;
    }
}
