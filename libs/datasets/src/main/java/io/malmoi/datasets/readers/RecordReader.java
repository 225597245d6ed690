package io.malmoi.datasets.readers;

import java.io.Closeable;
import java.io.IOException;

/** Reads the records of a file one after the other. */
interface RecordReader extends Closeable {
    /**
     * The next record's document; null at the end of the file.
     *
     * @throws MalformedRecordException if the record cannot be read; the next call goes on behind it
     * @throws io.malmoi.datasets.text.InvalidTextException if nothing more of the file can be read
     */
    String next() throws IOException, MalformedRecordException;

    /** Lets go of what reading has opened, but for the file's content. */
    @Override
    default void close() throws IOException {}
}
