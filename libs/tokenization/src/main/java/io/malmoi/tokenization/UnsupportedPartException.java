package io.malmoi.tokenization;

/** A {@code tokenizer.json} is well-formed as far as it was read, but has a part that Malmoi does not do itself. */
final class UnsupportedPartException extends TokenizerFormatException {
    private static final long serialVersionUID = 1;

    UnsupportedPartException(String place, String message) {
        super(place, message);
    }
}
