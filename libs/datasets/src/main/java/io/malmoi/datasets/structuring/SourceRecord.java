package io.malmoi.datasets.structuring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.malmoi.datasets.text.MarkedText;
import io.malmoi.datasets.text.SpanMarks;
import io.malmoi.datasets.text.TextHash;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A document as a record: one line of JSON is its fields; any other is a text, the field {@code text}.
 *
 * @param fields an object
 * @param hash of the document
 */
record SourceRecord(JsonNode fields, long hash) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SourceRecord of(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        return new SourceRecord(fields(document, text), TextHash.of(text));
    }

    private static JsonNode fields(byte[] document, String text) {
        if (text.startsWith("{") && text.endsWith("}") && text.indexOf('\n') < 0) {
            try {
                JsonNode fields = JSON.readTree(text);
                if (fields.isObject()) {
                    return fields;
                }
            } catch (JsonProcessingException plainText) {
                // it only looks like JSON
            }
        }
        String plain = SpanMarks.has(document) ? MarkedText.parse(document).text() : text;
        return JsonNodeFactory.instance.objectNode().put("text", plain);
    }

    /** Adds the names of the fields at every depth. */
    void addFields(Set<String> names) {
        addFields(fields, names);
    }

    private static void addFields(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(element -> addFields(element, names));
    }
}
