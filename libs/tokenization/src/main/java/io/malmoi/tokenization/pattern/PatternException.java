package io.malmoi.tokenization.pattern;

/** A pattern is malformed, or asks for what is not supported; the message says what, and where in it. */
public final class PatternException extends IllegalArgumentException {
    PatternException(String message) {
        super(message);
    }
}
