package io.malmoi.models;

/** Says what is wrong with a value from outside. */
final class Ranges {
    private Ranges() {}

    /** Throws unless the value is in range: names the field, the value and what is allowed. */
    static void require(boolean inRange, String field, Object value, String allowed) {
        if (!inRange) {
            throw new IllegalArgumentException(field + " must be " + allowed + ", not " + value);
        }
    }
}
