package io.malmoi.tokenization.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A part of a JSON document and the path to it, so that a fault can be told with its place. */
public record JsonPart(String path, JsonNode node) {

    public JsonPart field(String name) {
        if (!node.isObject()) {
            throw fault("an object was expected, not " + shown());
        }
        return new JsonPart(path.isEmpty() ? name : path + "." + name, node.path(name));
    }

    boolean absent() {
        return node.isMissingNode() || node.isNull();
    }

    String text() {
        if (!node.isTextual()) {
            throw fault("a string was expected, not " + shown());
        }
        return node.textValue();
    }

    /** The string, or the empty one if there is none. */
    public String textOrEmpty() {
        return absent() ? "" : text();
    }

    /** The only character of the string. */
    char character() {
        if (text().length() != 1) {
            throw fault("one character was expected, not " + shown());
        }
        return text().charAt(0);
    }

    int id() {
        if (!node.isInt() || node.intValue() < 0) {
            throw fault("an id, a whole number from 0 on, was expected, not " + shown());
        }
        return node.intValue();
    }

    boolean flag(boolean byDefault) {
        if (absent()) {
            return byDefault;
        }
        if (!node.isBoolean()) {
            throw fault("true or false was expected, not " + shown());
        }
        return node.booleanValue();
    }

    List<JsonPart> items() {
        if (!node.isArray()) {
            throw fault("a list was expected, not " + shown());
        }
        List<JsonPart> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new JsonPart(path + "[" + i + "]", node.get(i)));
        }
        return items;
    }

    List<Map.Entry<String, JsonPart>> fields() {
        if (!node.isObject()) {
            throw fault("an object was expected, not " + shown());
        }
        List<Map.Entry<String, JsonPart>> fields = new ArrayList<>(node.size());
        node.properties()
                .forEach(field -> fields.add(Map.entry(
                        field.getKey(), new JsonPart(path + "[\"" + field.getKey() + "\"]", field.getValue()))));
        return fields;
    }

    /** Tells a part that is set to something else than what is supported. */
    void mustBe(boolean supported, String remedy) {
        if (!supported) {
            throw unsupported(remedy);
        }
    }

    UnsupportedPartException unsupported(String remedy) {
        return new UnsupportedPartException(path, shown() + " is not supported: " + remedy);
    }

    TokenizerFormatException fault(String message) {
        return new TokenizerFormatException(path, message);
    }

    private String shown() {
        if (node.isMissingNode()) {
            return "nothing";
        }
        String shown = node.toString();
        return shown.length() <= 60 ? shown : shown.substring(0, 60) + "…";
    }
}
