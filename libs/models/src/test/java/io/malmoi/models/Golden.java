package io.malmoi.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;

/** The tiny GPT-2 that transformers made, and what it computes with it: see src/test/python/gpt2_tiny.py. */
final class Golden {
    private Golden() {}

    static Path folder() {
        try {
            return Path.of(Golden.class.getResource("/gpt2-tiny").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode expected() {
        try {
            return new ObjectMapper().readTree(folder().resolve("expected.json").toFile());
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
}
