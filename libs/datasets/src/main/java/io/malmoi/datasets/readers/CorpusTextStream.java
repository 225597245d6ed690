package io.malmoi.datasets.readers;

import io.malmoi.datasets.text.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Files of any format as the text of one corpus, in UTF-8. Records, and files that are documents, begin with a
 * {@link io.malmoi.datasets.text.DocumentMark}. One file of plain text in UTF-8 stays byte for byte what it is, but for a byte
 * order mark.
 *
 * <p>Files compressed by gzip or zstd are unpacked. Memory does not grow with the files. Reading throws
 * {@link InvalidTextException} if a file cannot be read as its format says; what is UTF-8 already is not checked for faults
 * in plain text. Not for use by several threads.
 */
public final class CorpusTextStream extends InputStream {
    private final SourceFile.Files files;
    private final CorpusFormat format;
    private final Path work;
    private final ReadingTally tally = new ReadingTally();
    private Pieces file = () -> null;
    private byte[] piece = {};
    private int taken;
    private byte last = '\n';
    private boolean begun;
    private boolean marked;
    private boolean ended;

    /**
     * Reads files in their order.
     *
     * @param work a folder for a copy of a file that cannot be read as it comes (Parquet)
     */
    public CorpusTextStream(SourceFile.Files files, CorpusFormat format, Path work) {
        this.files = files;
        this.format = format;
        this.work = work;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (taken == piece.length && !ended) {
            advance();
        }
        if (ended && length > 0) {
            return -1;
        }
        int count = Math.min(length, piece.length - taken);
        System.arraycopy(piece, taken, target, offset, count);
        taken += count;
        return count;
    }

    private void advance() throws IOException {
        if (piece.length > 0) {
            last = piece[piece.length - 1];
        }
        taken = 0;
        byte[] next = file.next();
        if (next != null) {
            piece = next;
            begun = true;
            return;
        }
        file.close();
        Optional<SourceFile> following = files.next();
        ended = following.isEmpty();
        if (!ended) {
            piece = begun && last != '\n' ? new byte[] {'\n'} : new byte[0];
            file = open(following.get());
        }
    }

    private Pieces open(SourceFile source) throws IOException {
        InputStream content = Decompression.open(source);
        CorpusFormat.Type type = format.type().of(source.name());
        if (type == CorpusFormat.Type.TEXT) {
            marked |= format.fileIsDocument();
            return new PlainText(decode(source, content), marked, tally);
        }
        if (begun && !marked) {
            throw new InvalidTextException(
                    source.place(
                            "records follow plain text whose documents are not marked: upload them apart, or make each file of text one document"));
        }
        marked = true;
        return new RecordDocuments(records(source, content, type), format.skipMalformed(), tally);
    }

    private InputStream decode(SourceFile source, InputStream content) throws IOException {
        return Encodings.decode(source, content, format.encoding());
    }

    private RecordReader records(SourceFile source, InputStream content, CorpusFormat.Type type) throws IOException {
        return switch (type) {
            case JSON_LINES -> new JsonLinesReader(source, decode(source, content), format);
            case JSON -> new JsonReader(source, decode(source, content), format);
            case CSV -> new TableReader(source, decode(source, content), format, false);
            case TSV -> new TableReader(source, decode(source, content), format, true);
            case PARQUET -> ParquetRecords.open(source, content, format, work);
            case BY_NAME, TEXT -> throw new IllegalArgumentException(type + " has no records");
        };
    }

    /** Does not close the files. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** What reading has found so far. */
    public ReadingReport report() {
        return tally.report();
    }
}
