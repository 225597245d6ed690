package io.malmoi.datasets.readers;

import io.malmoi.datasets.text.DocumentMark;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.datasets.text.SpanMarks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A marked document for each record of a file that has text. */
final class RecordDocuments implements Pieces {
    private static final int PIECE_BYTES = 1 << 16;

    private final RecordReader records;
    private final boolean skipMalformed;
    private final ReadingTally tally;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE_BYTES);

    RecordDocuments(RecordReader records, boolean skipMalformed, ReadingTally tally) {
        this.records = records;
        this.skipMalformed = skipMalformed;
        this.tally = tally;
    }

    @Override
    public byte[] next() throws IOException {
        piece.reset();
        boolean more = true;
        while (more && piece.size() < PIECE_BYTES) {
            more = addRecord();
        }
        return piece.size() == 0 ? null : piece.toByteArray();
    }

    private boolean addRecord() throws IOException {
        try {
            String document = records.next();
            if (document != null) {
                add(document);
            }
            return document != null;
        } catch (MalformedRecordException e) {
            if (!skipMalformed) {
                throw new InvalidTextException(e.getMessage()
                        + "; correct it, have such records skipped, or name the format that the file has");
            }
            tally.malformed(e.getMessage());
            return true;
        }
    }

    private void add(String document) {
        String text = SpanMarks.without(document);
        if (text.isBlank()) {
            tally.empty();
            return;
        }
        piece.write(DocumentMark.BYTE);
        piece.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        piece.write('\n');
        tally.document();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
