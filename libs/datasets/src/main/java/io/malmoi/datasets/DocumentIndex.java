package io.malmoi.datasets;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** The index of a dataset's documents ({@link DatasetSide#documents}): where each begins and ends in the token bin. Safe for use by several threads. */
public final class DocumentIndex implements Closeable {
    private final FileChannel channel;
    private final long documents;

    private DocumentIndex(FileChannel channel, long documents) {
        this.channel = channel;
        this.documents = documents;
    }

    /**
     * Opens an index.
     *
     * @throws IOException if it cannot be read, or its length is no whole number of entries
     */
    public static DocumentIndex open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        if (channel.size() < Long.BYTES || channel.size() % Long.BYTES != 0) {
            channel.close();
            throw new IOException(file + " has no whole number of 64-bit entries: it is no index of documents");
        }
        return new DocumentIndex(channel, channel.size() / Long.BYTES - 1);
    }

    /** Number of documents. */
    public long size() {
        return documents;
    }

    /**
     * Where a document lies in the bin.
     *
     * @param document from 0 to {@code size() - 1}
     */
    public Range get(long document) throws IOException {
        Objects.checkIndex(document, documents);
        ByteBuffer entries = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (entries.hasRemaining()) {
            if (channel.read(entries, document * Long.BYTES + entries.position()) < 0) {
                throw new EOFException("the index of documents has become shorter");
            }
        }
        return new Range(entries.getLong(0), entries.getLong(Long.BYTES));
    }

    /**
     * The tokens of a document.
     *
     * @param first index of its first token
     * @param end index behind its last token, which is that of the end of the text
     */
    public record Range(long first, long end) {}

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
