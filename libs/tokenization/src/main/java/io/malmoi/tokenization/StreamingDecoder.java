package io.malmoi.tokenization;

/**
 * Turns tokens into text as they come: never half a character, and never a whole one held back. All that it returns, put
 * together, is what {@link Tokenizer#decode} gives for the same tokens. Not thread-safe.
 */
public sealed interface StreamingDecoder permits ByteDecoder, WindowDecoder {
    /**
     * Takes the next token.
     *
     * @return the text that has become whole with it, often empty
     * @throws IllegalArgumentException if the id is outside the vocabulary
     */
    String next(int id);

    /** Ends the text: returns U+FFFD for what is no whole character yet, else the empty string. The next token begins anew. */
    String flush();
}
