package io.malmoi.datasets.text;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a text document by document, as its layout says, in little memory. A document of more than {@value #MAXIMUM_BYTES} bytes
 * is cut into several, at line ends. No document is blank. Does not close the stream. Not for use by several threads.
 */
public final class DocumentLines {
    /** Bytes of a document at most, unless a line is longer. */
    public static final int MAXIMUM_BYTES = 1 << 20;

    private final LineReader lines;
    private final Layout layout;
    private int documentBytes;
    private boolean lineWaits;

    /** Reads a stream of this layout. */
    public DocumentLines(InputStream text, Layout layout) {
        this(new LineReader(text), layout);
    }

    private DocumentLines(LineReader lines, Layout layout) {
        this.lines = lines;
        this.layout = layout;
    }

    /** Reads one of the {@link Shards} of a text of this layout; there may be nothing to read in it. */
    public static DocumentLines ofShard(InputStream shard, Layout layout) {
        return new DocumentLines(LineReader.unchecked(CheckedTextStream.ofShard(shard)), layout);
    }

    /**
     * The next document in UTF-8, its lines joined by line feeds, without its mark; null at the end.
     *
     * @throws InvalidTextException as {@link LineReader} does
     */
    public byte[] next() throws IOException {
        while (lineWaits || lines.next()) {
            if (lines.holds() && (isBorder() || documentBytes + lines.length() >= MAXIMUM_BYTES)) {
                lineWaits = true;
                return lines.take(documentBytes);
            }
            lineWaits = false;
            if (lines.holds()) {
                documentBytes = lines.heldBytes();
            } else if (!lines.isBlank()) {
                lines.hold(layout == Layout.MARKED && lines.startsDocument() ? 1 : 0);
                documentBytes = lines.heldBytes();
            }
        }
        return lines.holds() ? lines.take(documentBytes) : null;
    }

    /** Whether the line ends the document before it. */
    private boolean isBorder() {
        return switch (layout) {
            case MARKED -> lines.startsDocument();
            case BLOCKS -> lines.isBlank();
            case LINES -> true;
        };
    }

    /** Bytes of the text read so far; a little ahead of the document. */
    public long bytes() {
        return lines.bytes();
    }
}
