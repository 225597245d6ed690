package io.malmoi.datasets.readers;

import java.io.IOException;

/** What a file adds to a corpus, piece by piece. */
interface Pieces {
    /** The next bytes of the stored text, at least one; null at the end. */
    byte[] next() throws IOException;
}
