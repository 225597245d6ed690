package io.malmoi.service;

import java.util.regex.Pattern;

/** The names of resources, as {@code corpora.proto} and {@code models.proto} lay them down. */
public enum ResourceName {
    /** {@code corpora/{id}}. */
    CORPUS("corpora"),
    /** {@code uploads/{id}}. */
    UPLOAD("uploads"),
    /** {@code tokenizers/{id}}. */
    TOKENIZER("tokenizers"),
    /** {@code datasets/{id}}. */
    DATASET("datasets"),
    /** {@code models/{id}}. */
    MODEL("models"),
    /** {@code models/{id}} or {@code models/{id}/checkpoints/{checkpoint}}. */
    MODEL_OR_CHECKPOINT(
            "models", "(/checkpoints/(step-[0-9]{1,19}|best))?", " or models/{id}/checkpoints/{checkpoint}");

    private final String collection;
    private final Pattern pattern;
    private final String description;

    ResourceName(String collection) {
        this(collection, "", "");
    }

    ResourceName(String collection, String rest, String alternative) {
        this.collection = collection;
        this.pattern = Pattern.compile(collection + "/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?" + rest);
        this.description = collection + "/{id}" + alternative
                + ", where id has 1 to 63 of a-z, 0-9 and '-', and begins and ends with a letter or digit";
    }

    /** The collection, such as {@code corpora}. */
    public String collection() {
        return collection;
    }

    /** Whether {@code name} is a name of this kind. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /** The name of {@code id} in this collection. */
    public String of(String id) {
        return collection + "/" + id;
    }

    /** What such a name looks like, in words. */
    String description() {
        return description;
    }
}
