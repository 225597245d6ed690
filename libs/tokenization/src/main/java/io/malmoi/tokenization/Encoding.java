package io.malmoi.tokenization;

/**
 * The tokens of a text, or of two, with what models want to know of them; all arrays are of one length.
 *
 * @param ids token ids
 * @param typeIds 0 for the first text, 1 for the second, or as the tokenizer's template says
 * @param attentionMask 1 for tokens, 0 for padding
 * @param specialTokensMask 1 for special tokens that were added, and padding; 0 for what comes from the text
 * @param sequenceIds 0 for tokens of the first text, 1 for tokens of the second, -1 for what was added
 * @param starts where in its text what the token stands for begins, in UTF-16 units; 0 for what was added
 * @param ends where it ends
 */
public record Encoding(
        int[] ids,
        int[] typeIds,
        int[] attentionMask,
        int[] specialTokensMask,
        int[] sequenceIds,
        int[] starts,
        int[] ends) {

    /** Number of tokens. */
    public int length() {
        return ids.length;
    }
}
