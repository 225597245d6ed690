package io.malmoi.datasets.structuring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The templates that Malmoi brings with it, and checks of others. */
public final class Templates {
    /** Characters of a template at most. */
    public static final int LONGEST = 65_536;
    /** Samples that can be made of a record at most. */
    public static final int MOST_COPIES = 100;

    private static final List<String> NAMES = List.of(
            "alpaca",
            "chatml",
            "dialogue-chatml",
            "dialogue-summary",
            "korean-augmentation",
            "korean-instruction",
            "korean-question",
            "llama3",
            "preference",
            "text-label");

    private Templates() {}

    /** The names of all built-in templates, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /** The file of a built-in template; empty if there is none of this name. */
    public static Optional<String> content(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (InputStream file = Templates.class.getResourceAsStream("templates/" + name + ".yaml")) {
            return Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The sentence that describes a template.
     *
     * @throws TemplateException if it is malformed, naming the place
     */
    public static String description(String name, String content) {
        return TemplateReader.read(name, content).description();
    }

    /**
     * The special tokens that a template has, and that a tokenizer needs for it.
     *
     * @throws TemplateException if it is malformed, naming the place
     */
    public static List<String> specialTokens(String name, String content) {
        return TemplateReader.read(name, content).specialTokens();
    }

    /**
     * The fields of records that a template refers to, in order.
     *
     * @throws TemplateException if it is malformed, naming the place
     */
    public static List<String> fields(String name, String content) {
        return List.copyOf(TemplateReader.read(name, content).fields());
    }
}
