package io.malmoi.standalone;

/** Standalone cannot start; the message says why and what to do, in one line. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }
}
