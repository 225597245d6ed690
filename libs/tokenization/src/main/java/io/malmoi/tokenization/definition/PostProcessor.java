package io.malmoi.tokenization.definition;

import java.util.List;

/**
 * What is put around the tokens of a text, or of two.
 *
 * @param single what becomes of one text
 * @param pair what becomes of two
 * @param offsets what the offsets of a token tell
 * @param listed whether it is a template, which is written to files, and not what holds without any
 */
public record PostProcessor(
        List<PostProcessor.Piece> single,
        List<PostProcessor.Piece> pair,
        PostProcessor.Offsets offsets,
        boolean listed) {
    /** Nothing is put around texts; the second text of a pair is of type 1. */
    public static final PostProcessor NONE = plain(Offsets.WHOLE);

    public PostProcessor {
        single = List.copyOf(single);
        pair = List.copyOf(pair);
    }

    public static PostProcessor plain(Offsets offsets) {
        Piece first = new Text(false, 0);
        return new PostProcessor(List.of(first), List.of(first, new Text(true, 1)), offsets, false);
    }

    /** What the offsets of a token tell. */
    public enum Offsets {
        /** All that it stands for. */
        WHOLE,
        /** Not the spaces that it begins or ends with. */
        TRIMMED,
        /** Not the spaces that it begins or ends with, of which the first one is put before the text by the pre-tokenizer. */
        TRIMMED_AFTER_PREFIX
    }

    /** A piece of the result. */
    public sealed interface Piece {
        /** Type of its tokens. */
        int typeId();
    }

    /** The tokens of the first text, or of the second. */
    public record Text(boolean second, int typeId) implements Piece {}

    /** Special tokens, which a caller may leave out. */
    public record Special(String token, List<Integer> ids, int typeId) implements Piece {}

    public List<Piece> pieces(boolean isPair) {
        return isPair ? pair : single;
    }
}
