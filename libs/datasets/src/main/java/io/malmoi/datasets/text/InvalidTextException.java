package io.malmoi.datasets.text;

/** A text that cannot be used: the message says what is wrong with it, where, and what to do. */
public final class InvalidTextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidTextException(String message) {
        super(message);
    }
}
