package io.malmoi.datasets.cleaning;

/**
 * A step of cleaning that changes text. Looks at one document at a time and keeps nothing of it: the same document always
 * comes out the same. Immutable and thread-safe.
 */
public interface TextStep {
    /** The step's name, such as {@code white-space}. */
    String name();

    /**
     * Cleans a document.
     *
     * @param text its lines, with line feeds between them
     * @return the same object if there is nothing to change
     */
    String clean(String text);
}
