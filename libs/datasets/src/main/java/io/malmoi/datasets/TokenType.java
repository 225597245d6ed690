package io.malmoi.datasets;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a token id is written in a token bin: unsigned, little-endian, as nanoGPT and numpy read it. */
public enum TokenType {
    /** One byte; for loss masks. */
    @JsonProperty("uint8")
    UINT8("uint8", 1),
    /** Two bytes a token; for vocabularies of at most 65,536 tokens. */
    @JsonProperty("uint16")
    UINT16("uint16", 2),
    /** Four bytes a token. */
    @JsonProperty("uint32")
    UINT32("uint32", 4);

    private final String numpyName;
    private final int bytes;

    TokenType(String numpyName, int bytes) {
        this.numpyName = numpyName;
        this.bytes = bytes;
    }

    /**
     * The smallest type that holds every id of a vocabulary.
     *
     * @param vocabularySize number of tokens, above 0
     */
    public static TokenType of(int vocabularySize) {
        if (vocabularySize <= 0) {
            throw new IllegalArgumentException("vocabulary size is " + vocabularySize + ", but must be above 0");
        }
        return vocabularySize <= 1 << 16 ? UINT16 : UINT32;
    }

    /** Size of a token in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The name numpy gives this type, such as {@code uint16} or {@code uint32}. */
    @Override
    public String toString() {
        return numpyName;
    }
}
