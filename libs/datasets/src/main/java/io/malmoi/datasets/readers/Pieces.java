package io.malmoi.datasets.readers;

import java.io.Closeable;
import java.io.IOException;

/** What a file adds to a corpus, piece by piece. */
@FunctionalInterface
interface Pieces extends Closeable {
    /** The next bytes of the stored text, at least one; null at the end. */
    byte[] next() throws IOException;

    /** Lets go of what reading has opened, but for the file's content. */
    @Override
    default void close() throws IOException {}
}
