package io.malmoi.datasets.structuring;

/** A template is wrong, or does not fit the records. The message says where, what was expected, and what to do. */
public final class TemplateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message for the user. */
    public TemplateException(String message) {
        super(message);
    }
}
