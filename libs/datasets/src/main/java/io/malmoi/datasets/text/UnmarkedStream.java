package io.malmoi.datasets.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Passes a corpus on without its marks, as one text. Not for use by several threads. */
public final class UnmarkedStream extends FilterInputStream {
    /** Reads a corpus's stream. */
    public UnmarkedStream(InputStream corpus) {
        super(corpus);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            int read = super.read(target, offset, length);
            int kept = read <= 0 ? read : keep(target, offset, read);
            if (kept != 0 || length == 0) {
                return kept;
            }
        }
    }

    private static int keep(byte[] target, int offset, int read) {
        int end = offset;
        for (int i = offset; i < offset + read; i++) {
            if (!SpanMarks.isMark(target[i])) {
                target[end++] = target[i];
            }
        }
        return end - offset;
    }

    /** Skips by reading. */
    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(8192, Math.max(0, count))]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
