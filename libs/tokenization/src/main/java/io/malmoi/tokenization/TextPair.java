package io.malmoi.tokenization;

import java.util.Optional;

/** A text to encode, or two that belong together, such as a question and its answer. */
public record TextPair(String first, Optional<String> second) {
    /** One text. */
    public static TextPair of(String text) {
        return new TextPair(text, Optional.empty());
    }

    /** Two texts. */
    public static TextPair of(String first, String second) {
        return new TextPair(first, Optional.of(second));
    }
}
