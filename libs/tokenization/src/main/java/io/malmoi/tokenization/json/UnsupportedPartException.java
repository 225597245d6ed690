package io.malmoi.tokenization.json;

/** A {@code tokenizer.json} is well-formed as far as it was read, but has a part that Malmoi does not do itself. */
public final class UnsupportedPartException extends TokenizerFormatException {
    private static final long serialVersionUID = 1;

    private final String place;
    private final String fault;

    UnsupportedPartException(String place, String fault) {
        super(place, fault);
        this.place = place;
        this.fault = fault;
    }

    /** Tells that the library that was tried instead does not do it either. */
    public TokenizerFormatException refusedBy(String library, Throwable cause) {
        TokenizerFormatException refused =
                new TokenizerFormatException(place, fault + "; and " + library + " says: " + cause.getMessage());
        refused.initCause(cause);
        return refused;
    }
}
