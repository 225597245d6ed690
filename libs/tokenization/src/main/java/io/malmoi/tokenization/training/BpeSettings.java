package io.malmoi.tokenization.training;

import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PreTokenizer;
import java.text.Normalizer.Form;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a BPE vocabulary is to be like, and how text is prepared for it.
 *
 * @param vocabularySize number of tokens, the first ones and the special tokens included; fewer if the text has no more to merge
 * @param minimumFrequency a pair is merged only if it occurs at least this often; at least 0
 * @param specialTokens tokens that no text yields by itself, in the order of their ids from 0; at least one, none empty, none twice
 * @param normalizer what is done to every line of the text first
 * @param preTokenizer how lines are cut into words; if there is a {@link PreTokenizer.ByteLevel} in it the first tokens are the
 *     256 bytes, else the characters of the text
 * @param characters what more there is to say of the first tokens
 */
public record BpeSettings(
        int vocabularySize,
        int minimumFrequency,
        List<String> specialTokens,
        Normalizer normalizer,
        PreTokenizer preTokenizer,
        BpeSettings.Characters characters) {
    /**
     * The first tokens and how long others may grow; each is that of the same name of Hugging Face tokenizers'
     * {@code BpeTrainer}. Texts are empty, numbers 0, where nothing is asked for.
     *
     * @param limitAlphabet most characters of the text that become tokens, the most frequent; of equals the lower code points
     * @param initialAlphabet characters that become tokens though the text has none of them
     * @param maximumTokenLength tokens made by merging stay below this many characters, or bytes, counted as the reference
     *     library does: a pair is not a candidate if both together reach it, but for pairs of first tokens
     * @param continuingSubwordPrefix begins every character of a word but the first
     * @param endOfWordSuffix ends the last character of a word
     * @param unknownToken the special token that a character becomes that is not in the vocabulary
     */
    public record Characters(
            int limitAlphabet,
            String initialAlphabet,
            int maximumTokenLength,
            String continuingSubwordPrefix,
            String endOfWordSuffix,
            String unknownToken) {
        /** Nothing is asked for. */
        public static final Characters USUAL = new Characters(0, "", 0, "", "", "");
    }

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
        checkCharacters(characters, preTokenizer.has(PreTokenizer.ByteLevel.class), seen);
        int first = preTokenizer.has(PreTokenizer.ByteLevel.class) ? BYTES : 1;
        int least = first + specialTokens.size();
        check(
                vocabularySize >= least,
                "vocabulary_size is " + vocabularySize + ": give at least " + least + ", room for "
                        + (first == 1 ? "a character" : first + " bytes") + " and " + specialTokens.size()
                        + " special tokens");
    }

    private static void checkCharacters(Characters characters, boolean byteLevel, Set<String> special) {
        check(characters.limitAlphabet() >= 0, "limit_alphabet is " + characters.limitAlphabet() + ": give 0 or more");
        check(
                characters.maximumTokenLength() >= 0,
                "max_token_length is " + characters.maximumTokenLength() + ": give 0 or more");
        check(
                characters.unknownToken().isEmpty() || special.contains(characters.unknownToken()),
                "unknown_token is \"" + characters.unknownToken()
                        + "\", which is none of special_tokens: add it there");
        boolean affixed = !characters.continuingSubwordPrefix().isEmpty()
                || !characters.endOfWordSuffix().isEmpty();
        boolean ofText = affixed
                || characters.limitAlphabet() > 0
                || !characters.initialAlphabet().isEmpty();
        check(
                !byteLevel || !ofText,
                "limit_alphabet, initial_alphabet, continuing_subword_prefix and end_of_word_suffix are for tokens of"
                        + " characters; a byte-level tokenizer always begins with the 256 bytes: leave them out");
    }

    /** Byte-level with GPT-2's pattern and these special tokens, after NFC. */
    public BpeSettings(int vocabularySize, int minimumFrequency, List<String> specialTokens) {
        this(
                vocabularySize,
                minimumFrequency,
                specialTokens,
                new Normalizer.Unicode(Form.NFC),
                PreTokenizer.BYTE_LEVEL,
                Characters.USUAL);
    }

    /** NFC, bytes and GPT-2's pattern, {@link AddedToken#END_OF_TEXT}, and a minimum frequency of 2. */
    public static BpeSettings ofSize(int vocabularySize) {
        return new BpeSettings(vocabularySize, 2, List.of(AddedToken.END_OF_TEXT));
    }

    /** What suits Korean: the same with {@link TextPattern#KOREAN}. */
    public static BpeSettings korean(int vocabularySize) {
        return new BpeSettings(
                vocabularySize,
                2,
                List.of(AddedToken.END_OF_TEXT),
                new Normalizer.Unicode(Form.NFC),
                PreTokenizer.KOREAN,
                Characters.USUAL);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
