package io.malmoi.datasets.deduplication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keys of documents in a file, in the order in which they were put there. Not for use by several threads. */
final class KeyFile implements AutoCloseable {
    private static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;
    private static final int WRITE_ENTRIES = 1 << 10;
    private static final int READ_ENTRIES = 1 << 14;

    /** Takes an entry. */
    interface Reader {
        void entry(int document, long key);
    }

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer waiting = ByteBuffer.allocateDirect(ENTRY_BYTES * WRITE_ENTRIES);

    /** Makes the file, which must not be there. */
    KeyFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void add(int document, long key) throws IOException {
        if (!waiting.hasRemaining()) {
            flush();
        }
        waiting.putInt(document).putLong(key);
    }

    private void flush() throws IOException {
        waiting.flip();
        while (waiting.hasRemaining()) {
            channel.write(waiting);
        }
        waiting.clear();
    }

    /**
     * Reads all entries; none can be added afterwards.
     *
     * @param buffer of {@link #buffer}
     */
    void read(ByteBuffer buffer, Reader reader) throws IOException {
        flush();
        channel.position(0);
        buffer.clear();
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.remaining() >= ENTRY_BYTES) {
                reader.entry(buffer.getInt(), buffer.getLong());
            }
            buffer.compact();
        }
    }

    /** What reading needs, for one file after the other. */
    static ByteBuffer buffer() {
        return ByteBuffer.allocate(ENTRY_BYTES * READ_ENTRIES);
    }

    /** Removes the file. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
