package io.malmoi.tokenization;

import java.util.Arrays;

/**
 * Turns tokens into text as they come: never half a character, and never a whole one held back. All that it returns, put
 * together, is what {@link Tokenizer#decode} gives for the same tokens. Not thread-safe.
 */
public final class StreamingDecoder {
    private final Tokenizer tokenizer;
    private final boolean skipSpecialTokens;
    private byte[] held = {};

    StreamingDecoder(Tokenizer tokenizer, boolean skipSpecialTokens) {
        this.tokenizer = tokenizer;
        this.skipSpecialTokens = skipSpecialTokens;
    }

    /**
     * Takes the next token.
     *
     * @return the text that has become whole with it, often empty
     * @throws IllegalArgumentException if the id is outside the vocabulary
     */
    public String next(int id) {
        byte[] bytes = tokenizer.bytes(id);
        if (skipSpecialTokens && tokenizer.isSpecial(id)) {
            return "";
        }
        byte[] all = Arrays.copyOf(held, held.length + bytes.length);
        System.arraycopy(bytes, 0, all, held.length, bytes.length);
        int whole = all.length - Utf8.unfinished(all, all.length);
        held = Arrays.copyOfRange(all, whole, all.length);
        return Utf8.decodeLossy(all, whole);
    }

    /** Ends the text: returns U+FFFD for what is no whole character yet, else the empty string. The next token begins anew. */
    public String flush() {
        String rest = Utf8.decodeLossy(held, held.length);
        held = new byte[0];
        return rest;
    }
}
