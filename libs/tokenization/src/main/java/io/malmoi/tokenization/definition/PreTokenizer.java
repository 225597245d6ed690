package io.malmoi.tokenization.definition;

import java.util.List;
import java.util.Optional;

/** How a text is cut into words, which tokens never cross; each kind is that of the same name in {@code tokenizer.json}. */
public sealed interface PreTokenizer {
    /** Not at all. */
    PreTokenizer NONE = new Sequence(List.of());

    /** GPT-2's pattern, then bytes. */
    PreTokenizer BYTE_LEVEL = new ByteLevel(false, true);

    /** Bytes, without cutting. */
    PreTokenizer BYTES = new ByteLevel(false, false);

    /** A pattern that suits Korean, then bytes. */
    PreTokenizer KOREAN = new Sequence(
            List.of(new Split(new TextPattern.Regex(TextPattern.KOREAN), SplitBehavior.ISOLATED, false), BYTES));

    /**
     * Tokens are made of bytes, so that every text has some.
     *
     * @param addPrefixSpace whether a space goes before a text that does not begin with one
     * @param useRegex whether the text is cut by GPT-2's pattern first
     */
    record ByteLevel(boolean addPrefixSpace, boolean useRegex) implements PreTokenizer {}

    /** Words ({@code \w+}) and other signs ({@code [^\w\s]+}); white space is lost. */
    record Whitespace() implements PreTokenizer {}

    /** What stands between white space, which is lost. */
    record WhitespaceSplit() implements PreTokenizer {}

    /**
     * Cuts at the matches of a pattern.
     *
     * @param behavior what becomes of the matches
     * @param invert whether what is between the matches counts as the matches
     */
    record Split(TextPattern pattern, SplitBehavior behavior, boolean invert) implements PreTokenizer {}

    /**
     * SentencePiece's way: spaces become a visible character, and words begin with it.
     *
     * @param replacement the visible character
     * @param prependScheme when it goes before a text that does not begin with it
     * @param split whether the text is cut before it
     */
    record Metaspace(char replacement, PrependScheme prependScheme, boolean split) implements PreTokenizer {
        /** As SentencePiece has it: U+2581, always, and cut. */
        public static final Metaspace USUAL = new Metaspace('\u2581', PrependScheme.ALWAYS, true);
    }

    /** Numbers apart from the rest, and, if individual, every digit apart. */
    record Digits(boolean individual) implements PreTokenizer {}

    /** Several, each of which cuts the words of the one before. */
    record Sequence(List<PreTokenizer> preTokenizers) implements PreTokenizer {
        /** Takes a copy of the list. */
        public Sequence {
            preTokenizers = List.copyOf(preTokenizers);
        }
    }

    /** What {@link Split} does with the matches. */
    enum SplitBehavior {
        /** They are lost. */
        REMOVED,
        /** Each is a word. */
        ISOLATED,
        /** Each ends the word before it. */
        MERGED_WITH_PREVIOUS,
        /** Each begins the word after it. */
        MERGED_WITH_NEXT,
        /** Those without anything between are one word. */
        CONTIGUOUS
    }

    /** When {@link Metaspace} begins a text with its character. */
    enum PrependScheme {
        /** At the beginning, and after every special token. */
        ALWAYS,
        /** At the beginning alone. */
        FIRST,
        /** Not at all. */
        NEVER
    }

    /** Whether this is of a kind, or has one of the kind in it. */
    default boolean has(Class<? extends PreTokenizer> kind) {
        return find(kind).isPresent();
    }

    /** This if it is of a kind, or the first in it that is. */
    default <T extends PreTokenizer> Optional<T> find(Class<T> kind) {
        if (kind.isInstance(this)) {
            return Optional.of(kind.cast(this));
        }
        return this instanceof Sequence sequence
                ? sequence.preTokenizers().stream()
                        .flatMap(part -> part.find(kind).stream())
                        .findFirst()
                : Optional.empty();
    }
}
