package io.malmoi.datasets;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A file of token ids, memory-mapped for random access; of any size.
 *
 * <p>Safe for use by several threads. {@link #close} waits for reads under way and then unmaps the file at once; where
 * the JDK no longer allows that, the file is unmapped when the garbage collector finds it. Reading after closing throws
 * {@link IllegalStateException}.
 */
public final class TokenBin implements AutoCloseable {
    private static final int SEGMENT_BITS = 30;
    private static final long SEGMENT_BYTES = 1L << SEGMENT_BITS;

    private final Path file;
    private final TokenType type;
    private final long size;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private MappedByteBuffer[] segments;

    private TokenBin(Path file, TokenType type, long size, MappedByteBuffer[] segments) {
        this.file = file;
        this.type = type;
        this.size = size;
        this.segments = segments;
    }

    /**
     * Maps a file.
     *
     * @throws IOException if it cannot be read, or its length is no multiple of the size of a token
     */
    public static TokenBin open(Path file, TokenType type) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size();
            if (bytes % type.bytes() != 0) {
                throw new IOException(
                        file + " has " + bytes + " bytes, which is no whole number of " + type + " tokens");
            }
            var segments = new MappedByteBuffer[(int) ((bytes + SEGMENT_BYTES - 1) >> SEGMENT_BITS)];
            for (int i = 0; i < segments.length; i++) {
                long start = i * SEGMENT_BYTES;
                segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(SEGMENT_BYTES, bytes - start));
                segments[i].order(ByteOrder.LITTLE_ENDIAN);
            }
            return new TokenBin(file, type, bytes / type.bytes(), segments);
        }
    }

    /** Number of tokens. */
    public long size() {
        return size;
    }

    /** How a token is written. */
    public TokenType type() {
        return type;
    }

    /**
     * The id of one token.
     *
     * @param index from 0 to {@code size() - 1}
     */
    public int get(long index) {
        var one = new int[1];
        read(index, one, 0, 1);
        return one[0];
    }

    /**
     * Copies consecutive token ids.
     *
     * @param start index of the first token to copy
     * @param target where they go
     * @param offset index in {@code target} of the first
     * @param length how many
     * @throws IndexOutOfBoundsException if they are not all within the file, or do not fit
     */
    public void read(long start, int[] target, int offset, int length) {
        Objects.checkFromIndexSize(start, length, size);
        Objects.checkFromIndexSize(offset, length, target.length);
        lock.readLock().lock();
        try {
            if (segments == null) {
                throw new IllegalStateException(file + " is closed");
            }
            int done = 0;
            while (done < length) {
                done += readSegment(start + done, target, offset + done, length - done);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Copies what the segment holds of the tokens asked for, and returns how many. Segments begin at whole tokens. */
    private int readSegment(long start, int[] target, int offset, int length) {
        long position = start * type.bytes();
        MappedByteBuffer segment = segments[(int) (position >> SEGMENT_BITS)];
        int at = (int) (position & (SEGMENT_BYTES - 1));
        int count = Math.min(length, (segment.limit() - at) / type.bytes());
        for (int i = 0; i < count; i++) {
            target[offset + i] = switch (type) {
                case UINT8 -> Byte.toUnsignedInt(segment.get(at + i));
                case UINT16 -> Short.toUnsignedInt(segment.getShort(at + 2 * i));
                case UINT32 -> segment.getInt(at + 4 * i);
            };
        }
        return count;
    }

    /** Unmaps the file. Closing again does nothing. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (segments != null) {
                for (MappedByteBuffer segment : segments) {
                    Unmapping.unmap(segment);
                }
                segments = null;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
