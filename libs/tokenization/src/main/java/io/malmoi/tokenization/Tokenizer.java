package io.malmoi.tokenization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A byte-level BPE tokenizer: text to token ids and back. Encodes as Hugging Face tokenizers does with the same
 * {@code tokenizer.json}. Immutable and thread-safe; threads share its cache of words.
 */
public final class Tokenizer {
    private Tokenizer() {}

    /**
     * Reads a tokenizer from a {@code tokenizer.json}, or from the folder that holds one.
     *
     * @throws TokenizerFormatException if it is malformed or of an unsupported kind
     */
    public static Tokenizer read(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a {@code tokenizer.json}; the stream is read to its end and not closed.
     *
     * @throws TokenizerFormatException if it is malformed or of an unsupported kind
     */
    public static Tokenizer read(InputStream json) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code special_tokens_map.json} into a folder, as
     * Hugging Face tokenizers and transformers read them. The folder is made if it is not there.
     *
     * @param maximumLength tokens that the model takes, written as {@code model_max_length}; 0 for no limit
     */
    public void save(Path folder, int maximumLength) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Number of tokens, special tokens included; ids go from 0 to one less. */
    public int vocabularySize() {
        throw new UnsupportedOperationException();
    }

    /** Special tokens in the order of their ids. */
    public List<String> specialTokens() {
        throw new UnsupportedOperationException();
    }

    /** Whether this is the id of a special token. */
    public boolean isSpecial(int id) {
        throw new UnsupportedOperationException();
    }

    /** Id of the token that ends a document: {@code <|endoftext|>} if there is one, else the first special token. */
    public int endOfText() {
        throw new UnsupportedOperationException();
    }

    /** Id of a special token by its spelling. */
    public OptionalInt specialId(String token) {
        throw new UnsupportedOperationException();
    }

    /**
     * Token ids of a text. Special tokens spelt out in it are ordinary text.
     *
     * @throws InvalidTextException if the text has an unpaired surrogate
     */
    public int[] encode(String text) {
        return encode(text, false);
    }

    /**
     * Token ids of a text.
     *
     * @param parseSpecialTokens whether the spelling of a special token becomes that token
     * @throws InvalidTextException if the text has an unpaired surrogate
     */
    public int[] encode(String text, boolean parseSpecialTokens) {
        throw new UnsupportedOperationException();
    }

    /**
     * Text of a sequence of tokens; bytes that are no whole character become U+FFFD.
     *
     * @param skipSpecialTokens whether special tokens are left out
     * @throws IllegalArgumentException if an id is outside the vocabulary, naming it and its place
     */
    public String decode(int[] ids, boolean skipSpecialTokens) {
        throw new UnsupportedOperationException();
    }

    /** A decoder for tokens that come one by one. */
    public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
        return new StreamingDecoder(this, skipSpecialTokens);
    }

    /**
     * Text of one token; bytes that are no whole character become U+FFFD.
     *
     * @throws IllegalArgumentException if the id is outside the vocabulary
     */
    public String token(int id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Number of bytes of UTF-8 that a token stands for.
     *
     * @throws IllegalArgumentException if the id is outside the vocabulary
     */
    public int byteLength(int id) {
        throw new UnsupportedOperationException();
    }
}
