package io.malmoi.models;

import java.util.Locale;

/** Says what is wrong with a value from outside. */
final class Ranges {
    private Ranges() {}

    /** Throws unless the value is in range: names the field, the value and what is allowed. */
    static void require(boolean inRange, String field, Object value, String allowed) {
        if (!inRange) {
            throw new IllegalArgumentException(field + " must be " + allowed + ", not " + value);
        }
    }

    /** Throws unless a whole number lies between two others, both included. */
    static void require(int value, int least, int most, String field) {
        require(value >= least && value <= most, field, value, String.format(Locale.ROOT, "%,d to %,d", least, most));
    }

    /** What every configuration of a model says of its vocabulary. */
    static void requireVocabulary(int vocabularySize, int endOfText) {
        require(vocabularySize, 1, 1_000_000, "vocab_size");
        require(
                endOfText >= ModelConfig.NONE && endOfText < vocabularySize,
                "eos_token_id",
                endOfText,
                "0 up to vocab_size - 1 (" + (vocabularySize - 1) + ")");
    }

    /** What every configuration of a model says of its training. */
    static void requireConstants(double dropout, double initializerRange) {
        require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 up to, not including, 1");
        require(
                initializerRange > 0 && initializerRange <= 1,
                "initializer_range",
                initializerRange,
                "above 0, at most 1");
    }
}
