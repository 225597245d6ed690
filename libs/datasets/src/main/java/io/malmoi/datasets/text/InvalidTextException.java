package io.malmoi.datasets.text;

/** A text that cannot be used: the message says what is wrong with it, where, and what to do. */
public final class InvalidTextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message for the user. */
    public InvalidTextException(String message) {
        super(message);
    }
}
