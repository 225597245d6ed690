package io.malmoi.tokenization;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a byte-level BPE vocabulary is to be like.
 *
 * @param vocabularySize number of tokens, the 256 bytes and the special tokens included; fewer if the text has no more to merge
 * @param minimumFrequency a pair is merged only if it occurs at least this often; at least 0
 * @param specialTokens tokens that no text yields by itself, in the order of their ids from 0; the first one ends a document;
 *     at least one, none empty, none twice
 */
public record BpeSettings(int vocabularySize, int minimumFrequency, List<String> specialTokens) {
    /** The special token that ends a document unless another is asked for. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    private static final int BYTES = 256;

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException naming the setting that is wrong, and the remedy
     */
    public BpeSettings {
        specialTokens = List.copyOf(specialTokens);
        check(!specialTokens.isEmpty(), "special_tokens is empty: give at least the token that ends a document");
        Set<String> seen = new HashSet<>();
        for (String token : specialTokens) {
            check(!token.isEmpty(), "special_tokens holds an empty token: remove it");
            check(seen.add(token), "special_tokens holds \"" + token + "\" twice: remove one");
        }
        check(minimumFrequency >= 0, "minimum_frequency is " + minimumFrequency + ": give 0 or more");
        int least = BYTES + specialTokens.size();
        check(
                vocabularySize >= least,
                "vocabulary_size is " + vocabularySize + ": give at least " + least + ", room for " + BYTES
                        + " bytes and " + specialTokens.size() + " special tokens");
    }

    /** Settings of a vocabulary of this size with {@link #END_OF_TEXT} and a minimum frequency of 2. */
    public static BpeSettings ofSize(int vocabularySize) {
        return new BpeSettings(vocabularySize, 2, List.of(END_OF_TEXT));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
