package io.malmoi.spark;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes of a stream, which must have them. */
final class LimitedStream extends FilterInputStream {
    private long left;

    LimitedStream(InputStream source, long bytes) {
        super(source);
        this.left = bytes;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = super.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the text ends " + left + " bytes early; was it changed meanwhile?");
        }
        left -= read;
        return read;
    }
}
