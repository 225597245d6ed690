package io.malmoi.tokenization.json;

/** A tokenizer's file that is malformed or of a kind that is not supported. The message names the place of the fault. */
public sealed class TokenizerFormatException extends IllegalArgumentException permits UnsupportedPartException {
    private static final long serialVersionUID = 1;

    public TokenizerFormatException(String path, String fault) {
        this("tokenizer.json", path, fault);
    }

    public TokenizerFormatException(String file, String place, String fault) {
        super(file + ": " + (place.isEmpty() ? "" : place + ": ") + fault);
    }
}
