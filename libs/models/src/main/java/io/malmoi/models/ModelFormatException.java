package io.malmoi.models;

/** A model folder that cannot be read: a file is missing or damaged, or tensors do not match the configuration. The message names which. */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong, in words for the user. */
    public ModelFormatException(String message) {
        super(message);
    }

    /** With what is wrong, in words for the user, and why. */
    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
