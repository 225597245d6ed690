package io.malmoi.datasets.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** A document that is a record: one line of JSON, an object, whose strings are the text. */
public final class RecordText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode record;

    private RecordText(JsonNode record) {
        this.record = record;
    }

    /** The record that a document is; empty if it is plain text. */
    public static Optional<RecordText> parse(String text) {
        if (text.isEmpty()
                || text.charAt(0) != '{'
                || text.charAt(text.length() - 1) != '}'
                || text.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        try {
            JsonNode record = JSON.readTree(text);
            return record.isObject() ? Optional.of(new RecordText(record)) : Optional.empty();
        } catch (JsonProcessingException plainText) {
            return Optional.empty();
        }
    }

    /** The record as JSON, every string changed. */
    public String map(UnaryOperator<String> change) {
        return map(record, change).toString();
    }

    private static JsonNode map(JsonNode node, UnaryOperator<String> change) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(change.apply(node.textValue()));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode mapped = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> mapped.set(field.getKey(), map(field.getValue(), change)));
            return mapped;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode mapped = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> mapped.add(map(element, change)));
            return mapped;
        }
        return node;
    }

    /** The strings of a record in UTF-8, one a line; empty if the document is plain text. */
    public static Optional<byte[]> content(byte[] document) {
        int last = document.length - 1;
        if (last < 1 || document[0] != '{' || document[last] != '}' && document[last] != '\n') {
            return Optional.empty();
        }
        return parse(new String(document, StandardCharsets.UTF_8).strip())
                .map(text -> content(text.record).getBytes(StandardCharsets.UTF_8));
    }

    private static String content(JsonNode record) {
        var content = new StringJoiner("\n");
        collect(record, content);
        return content.toString();
    }

    /** The strings of a record in JSON, one a line. */
    public static String content(String json) {
        try {
            return content(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is not JSON any more", e);
        }
    }

    private static void collect(JsonNode node, StringJoiner content) {
        if (node.isTextual()) {
            content.add(node.textValue());
        } else {
            node.forEach(element -> collect(element, content));
        }
    }
}
