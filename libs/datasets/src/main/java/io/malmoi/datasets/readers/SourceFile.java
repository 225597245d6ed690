package io.malmoi.datasets.readers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A file to be read.
 *
 * @param name for error messages and for its type; may be empty
 * @param content its bytes, perhaps compressed
 */
public record SourceFile(String name, InputStream content) {
    /** Files, one after the other. */
    @FunctionalInterface
    public interface Files {
        /** The next file, once the one before is read; empty after the last. */
        Optional<SourceFile> next() throws IOException;
    }

    /** A place in the file, for error messages. */
    String place(String where) {
        return name.isEmpty() ? where : name + ", " + where;
    }
}
