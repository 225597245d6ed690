package io.malmoi.torchscript;

/**
 * An argument passed by name.
 *
 * @param name of the operator's parameter
 * @param value as for arguments passed by position
 */
public record Keyword(String name, Object value) {
    /** An argument passed by name. */
    public static Keyword of(String name, Object value) {
        return new Keyword(name, value);
    }
}
