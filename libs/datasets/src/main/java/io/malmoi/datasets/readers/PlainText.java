package io.malmoi.datasets.readers;

import io.malmoi.datasets.text.DocumentMark;
import io.malmoi.datasets.text.SpanMarks;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The text of a file as it is, or as one document. */
final class PlainText implements Pieces {
    private static final int PIECE_BYTES = 1 << 16;

    private final InputStream content;
    private final boolean document;
    private final ReadingTally tally;
    private boolean begun;

    /**
     * Reads a file's content in UTF-8.
     *
     * @param document whether it is one document, and to be marked
     */
    PlainText(InputStream content, boolean document, ReadingTally tally) {
        this.content = content;
        this.document = document;
        this.tally = tally;
    }

    @Override
    public byte[] next() throws IOException {
        while (true) {
            byte[] piece = content.readNBytes(PIECE_BYTES);
            if (piece.length == 0) {
                return null;
            }
            byte[] stored = document ? marked(piece) : piece;
            if (stored.length > 0) {
                begun = true;
                return stored;
            }
        }
    }

    /** Without the marks that it has; with one at the document's beginning. */
    private byte[] marked(byte[] piece) {
        var stored = new byte[piece.length + 1];
        int length = 0;
        if (!begun) {
            stored[length++] = DocumentMark.BYTE;
            tally.document();
        }
        for (byte value : piece) {
            if (!SpanMarks.isMark(value)) {
                stored[length++] = value;
            }
        }
        return Arrays.copyOf(stored, length);
    }
}
