package io.malmoi.tokenization;

import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.SpecialTokens;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How texts are encoded.
 *
 * @param specialTokens which special tokens are recognised where a text spells them
 * @param addSpecialTokens whether the tokenizer's template puts its special tokens around the texts
 * @param truncation how long texts are cut, if they are
 * @param padding how short ones are filled up, if they are
 */
public record EncodingOptions(
        Recognition specialTokens,
        boolean addSpecialTokens,
        Optional<Truncation> truncation,
        Optional<Padding> padding) {
    /** The text alone: special tokens that it spells are ordinary text, none are added, nothing is cut or filled up. */
    public static final EncodingOptions PLAIN =
            new EncodingOptions(Recognition.NONE, false, Optional.empty(), Optional.empty());

    /**
     * Which special tokens are recognised.
     *
     * @param all whether all are
     * @param some those that are, if not all
     */
    public record Recognition(boolean all, Set<String> some) {
        /** Every one. */
        public static final Recognition ALL = new Recognition(true, Set.of());
        /** None. */
        public static final Recognition NONE = new Recognition(false, Set.of());

        /** Takes a copy of the set. */
        public Recognition {
            some = Set.copyOf(some);
        }

        Predicate<AddedToken> among(SpecialTokens special) {
            return all ? SpecialTokens.ALL : special.recognised(some);
        }
    }

    /** A side of a text. */
    public enum Side {
        /** The beginning. */
        LEFT,
        /** The end. */
        RIGHT
    }

    /**
     * Tokens over a length are cut off; of two texts first the longer one's, then both alike.
     *
     * @param length most tokens, added ones included
     * @param side where tokens are cut off
     */
    public record Truncation(int length, Side side) {}

    /**
     * Padding tokens are put beside a text's.
     *
     * @param length tokens that there are then; empty for as many as the longest of the batch has
     * @param side where padding is put
     * @param token the padding token; empty for the tokenizer's own
     */
    public record Padding(OptionalInt length, Side side, Optional<String> token) {}
}
