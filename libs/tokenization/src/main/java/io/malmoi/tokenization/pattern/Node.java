package io.malmoi.tokenization.pattern;

import java.util.List;

/** A part of a parsed pattern. */
sealed interface Node {
    /** One character of a set. */
    record Characters(CharacterSet set) implements Node {}

    /** One after another. */
    record Chain(List<Node> parts) implements Node {}

    /** The first that leads to a match. */
    record Choice(List<Node> options) implements Node {}

    /** So many times; {@link #UNLIMITED} without end. */
    record Repeat(Node body, int least, int most, Mode mode) implements Node {}

    /** What it matches first is not tried otherwise. */
    record Atomic(Node body) implements Node {}

    /** Holds where the body matches, or does not, without taking what it matches. */
    record Ahead(Node body, boolean negative) implements Node {}

    /** Holds after a character of a set, or not. */
    record Behind(CharacterSet set, boolean negative) implements Node {}

    /** Holds at places of a kind. */
    record At(Place place) implements Node {}

    int UNLIMITED = -1;

    /** How a repetition goes on. */
    enum Mode {
        GREEDY,
        LAZY,
        POSSESSIVE
    }

    /** Places in a text. */
    enum Place {
        TEXT_START,
        TEXT_END,
        TEXT_END_OR_LAST_LINE_FEED,
        LINE_START,
        LINE_END,
        WORD_BORDER,
        NO_WORD_BORDER
    }

    /** Whether it can match nothing. */
    static boolean nullable(Node node) {
        if (node instanceof Characters) {
            return false;
        }
        if (node instanceof Chain chain) {
            return chain.parts().stream().allMatch(Node::nullable);
        }
        if (node instanceof Choice choice) {
            return choice.options().stream().anyMatch(Node::nullable);
        }
        if (node instanceof Repeat repeat) {
            return repeat.least() == 0 || nullable(repeat.body());
        }
        return !(node instanceof Atomic atomic) || nullable(atomic.body());
    }
}
