package io.malmoi.tokenization.definition;

/**
 * A token that is found in the text before all else.
 *
 * @param id its id
 * @param content its spelling
 * @param special whether it is a sign to the model, not text
 * @param normalized whether it is looked for in the normalized text
 * @param extent where it is found, and how far it reaches
 */
public record AddedToken(int id, String content, boolean special, boolean normalized, Extent extent) {
    /** GPT-2's token that ends a document, and that of trained tokenizers unless another is asked for. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    /**
     * Where a token is found, and how far it reaches.
     *
     * @param singleWord only where no character of a word stands beside it
     * @param leftStrip with the white space before it
     * @param rightStrip with the white space after it
     */
    public record Extent(boolean singleWord, boolean leftStrip, boolean rightStrip) {
        /** Everywhere, by itself. */
        public static final Extent PLAIN = new Extent(false, false, false);
    }

    /** A special token that is found everywhere, by itself. */
    public static AddedToken special(int id, String content) {
        return new AddedToken(id, content, true, false, Extent.PLAIN);
    }
}
