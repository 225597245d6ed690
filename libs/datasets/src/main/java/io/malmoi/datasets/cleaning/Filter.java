package io.malmoi.datasets.cleaning;

import java.util.Optional;

/** A step of cleaning that looks at one document at a time and keeps or drops it. Immutable and thread-safe. */
public interface Filter {
    /** The step's name, such as {@code quality}. */
    String name();

    /** Why a document is dropped, in a word such as {@code too-many-symbols}; empty if it is kept. */
    Optional<String> reject(String text);
}
