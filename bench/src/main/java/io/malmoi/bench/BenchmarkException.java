package io.malmoi.bench;

/** A benchmark cannot be run; the message says why, and what to do. */
public final class BenchmarkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public BenchmarkException(String message) {
        super(message);
    }
}
