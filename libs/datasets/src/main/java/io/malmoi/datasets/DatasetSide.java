package io.malmoi.datasets;

/** The two sides of a dataset, and the names of their files in its folder. */
public enum DatasetSide {
    /** The tokens to train on. */
    TRAIN("train"),
    /** The tokens to validate on. */
    VALIDATION("val");

    private final String prefix;

    DatasetSide(String prefix) {
        this.prefix = prefix;
    }

    /** The token bin: ids as {@link TokenType} says, one after the other. */
    public String tokens() {
        return prefix + ".bin";
    }

    /** The index of documents: where each begins, as the number of a token, and at last the number of tokens; uint64, little-endian. */
    public String documents() {
        return prefix + "-documents.bin";
    }

    /** The loss mask: a byte for each token, 1 if it is to be learned, else 0. There is none if all tokens are to be learned. */
    public String mask() {
        return prefix + "-mask.bin";
    }
}
