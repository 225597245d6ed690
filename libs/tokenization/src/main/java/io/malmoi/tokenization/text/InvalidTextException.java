package io.malmoi.tokenization.text;

/** Text that cannot be used: not UTF-8, an unpaired surrogate, or none at all. The message names the place. */
public final class InvalidTextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidTextException(String message) {
        super(message);
    }
}
