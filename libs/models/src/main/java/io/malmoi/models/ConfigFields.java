package io.malmoi.models;

import com.fasterxml.jackson.databind.JsonNode;

/** Fields of a {@code config.json}. Throws {@link IllegalArgumentException}, which names the field, for what is of another kind. */
record ConfigFields(JsonNode node) {
    /** A whole number that must be there. */
    int integer(String field) {
        JsonNode value = node.path(field);
        Ranges.require(value.canConvertToInt() && value.isIntegralNumber(), field, value, "a whole number");
        return value.intValue();
    }

    /** A whole number, or another if there is none. */
    int integer(String field, int otherwise) {
        return node.hasNonNull(field) ? integer(field) : otherwise;
    }

    /** A number, or another if there is none. */
    double number(String field, double otherwise) {
        JsonNode value = node.path(field);
        Ranges.require(value.isNumber() || !node.hasNonNull(field), field, value, "a number");
        return value.asDouble(otherwise);
    }

    /** True or false, or what stands for neither. */
    boolean truth(String field, boolean otherwise) {
        JsonNode value = node.path(field);
        Ranges.require(value.isBoolean() || !node.hasNonNull(field), field, value, "true or false");
        return value.asBoolean(otherwise);
    }

    /** Text, or another if there is none. */
    String text(String field, String otherwise) {
        return node.path(field).asText(otherwise);
    }

    /** The fields of an object; none if it is not there. */
    ConfigFields object(String field) {
        return new ConfigFields(node.path(field));
    }

    /** Whether it is there, and not null. */
    boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** Refuses another value than the one that Malmoi computes with, which is also what holds if the field is not there. */
    void requireFalse(String... fields) {
        for (String field : fields) {
            Ranges.require(!truth(field, false), field, true, "false");
        }
    }

    /** The token that ends a document: the first of them if there are several, none if it is outside the vocabulary. */
    int endOfText(int vocabularySize) {
        JsonNode ids = node.path("eos_token_id");
        int id = (ids.isArray() ? ids.path(0) : ids).asInt(ModelConfig.NONE);
        // Defaults of libraries, such as 50256, stand in configurations of smaller vocabularies, too.
        return id < vocabularySize ? id : ModelConfig.NONE;
    }
}
