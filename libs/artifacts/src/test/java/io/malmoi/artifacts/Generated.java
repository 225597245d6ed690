package io.malmoi.artifacts;

import java.io.IOException;
import java.io.InputStream;

/** A stream of so many bytes, always the same; throws at its end if asked to. */
final class Generated extends InputStream {
    private final long size;
    private final IOException atEnd;
    private long position;

    Generated(long size) {
        this(size, null);
    }

    Generated(long size, IOException atEnd) {
        this.size = size;
        this.atEnd = atEnd;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == size) {
            if (atEnd != null) {
                throw atEnd;
            }
            return -1;
        }
        int count = (int) Math.min(length, size - position);
        for (int i = 0; i < count; i++) {
            long at = position + i;
            bytes[offset + i] = (byte) (at ^ (at >> 8) ^ (at >> 16));
        }
        position += count;
        return count;
    }
}
