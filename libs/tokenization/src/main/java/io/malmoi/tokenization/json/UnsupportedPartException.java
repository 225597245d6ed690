package io.malmoi.tokenization.json;

/** A {@code tokenizer.json} is well-formed as far as it was read, but has a part that Malmoi does not do itself. */
public final class UnsupportedPartException extends TokenizerFormatException {
    private static final long serialVersionUID = 1;

    UnsupportedPartException(String place, String message) {
        super(place, message);
    }
}
