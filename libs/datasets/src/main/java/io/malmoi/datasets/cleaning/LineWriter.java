package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.text.LineReader;
import io.malmoi.datasets.text.TextCheck;
import io.malmoi.datasets.text.TextFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes lines and measures them. A line that comes back unchanged is copied from where it was read, not encoded again. */
final class LineWriter implements Consumer<String> {
    private static final int FULL_BYTES = 1 << 16;

    private final OutputStream target;
    private final TextCheck check = new TextCheck(Integer.MAX_VALUE);
    private byte[] buffer = new byte[2 * FULL_BYTES];
    private int length;
    private String current;
    private LineReader reader;

    LineWriter(OutputStream target) {
        this.target = target;
    }

    /** The line that a reader stands at; the reader must not go on before {@link #accept} is done with it. */
    String decode(LineReader lines) {
        reader = lines;
        current = new String(lines.buffer(), lines.start(), lines.end() - lines.start(), StandardCharsets.UTF_8);
        return current;
    }

    @Override
    public void accept(String line) {
        if (line == current) {
            append(reader.buffer(), reader.start(), reader.end() - reader.start());
        } else {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            append(bytes, 0, bytes.length);
        }
    }

    private void append(byte[] source, int offset, int count) {
        if (length + count + 1 > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * (length + count + 1));
        }
        System.arraycopy(source, offset, buffer, length, count);
        length += count;
        buffer[length++] = '\n';
    }

    void flushIfFull() throws IOException {
        if (length >= FULL_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        check.update(buffer, 0, length);
        target.write(buffer, 0, length);
        length = 0;
    }

    TextFacts finish() throws IOException {
        flush();
        target.flush();
        return check.finish();
    }
}
