package io.malmoi.datasets.readers;

import java.io.IOException;

/** Reads the records of a file one after the other. */
interface RecordReader {
    /**
     * The next record's document; null at the end of the file.
     *
     * @throws MalformedRecordException if the record cannot be read; the next call goes on behind it
     * @throws io.malmoi.datasets.text.InvalidTextException if nothing more of the file can be read
     */
    String next() throws IOException, MalformedRecordException;
}
