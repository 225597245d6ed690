package io.malmoi.tokenization.definition;

import java.util.List;

/** What is done to a text before it is cut into words; each kind is that of the same name in {@code tokenizer.json}. */
public sealed interface Normalizer {
    /** Nothing. */
    Normalizer NONE = new Sequence(List.of());

    /** A normalization form of Unicode: {@code NFC}, {@code NFD}, {@code NFKC} or {@code NFKD}. */
    record Unicode(java.text.Normalizer.Form form) implements Normalizer {}

    /** Every character in lower case, each by itself. */
    record Lowercase() implements Normalizer {}

    /** White space away at the beginning, the end, or both. */
    record Strip(boolean left, boolean right) implements Normalizer {}

    /** Every match becomes this text. */
    record Replace(TextPattern pattern, String content) implements Normalizer {}

    /** This text goes before every text that is not empty. */
    record Prepend(String prepend) implements Normalizer {}

    /** Several, one after another. */
    record Sequence(List<Normalizer> normalizers) implements Normalizer {
        /** Takes a copy of the list. */
        public Sequence {
            normalizers = List.copyOf(normalizers);
        }
    }
}
