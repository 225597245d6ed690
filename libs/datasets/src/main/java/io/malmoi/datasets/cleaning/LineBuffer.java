package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.text.LineReader;
import io.malmoi.datasets.text.TextCheck;
import io.malmoi.datasets.text.TextFacts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Collects and measures clean lines. A line that comes back unchanged is copied from where it was read, not encoded again. */
final class LineBuffer implements Consumer<String> {
    private static final int FULL_BYTES = 1 << 16;

    private final LineReader lines;
    private final TextCheck check = new TextCheck(Integer.MAX_VALUE);
    private byte[] buffer = new byte[2 * FULL_BYTES];
    private int start;
    private int end;
    private String current;

    LineBuffer(LineReader lines) {
        this.lines = lines;
    }

    /** The line that the reader stands at. */
    String decodeLine() {
        current = new String(lines.buffer(), lines.start(), lines.end() - lines.start(), StandardCharsets.UTF_8);
        return current;
    }

    @Override
    public void accept(String line) {
        if (line == current) {
            append(lines.buffer(), lines.start(), lines.end() - lines.start());
        } else {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            append(bytes, 0, bytes.length);
        }
    }

    private void append(byte[] source, int offset, int count) {
        if (end + count + 1 > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * (end + count + 1));
        }
        System.arraycopy(source, offset, buffer, end, count);
        end += count;
        buffer[end++] = '\n';
    }

    boolean isFull() {
        return end >= FULL_BYTES;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Measures what was collected; to be called once before it is taken. */
    void measure() {
        check.update(buffer, 0, end);
    }

    int take(byte[] target, int offset, int length) {
        int count = Math.min(length, end - start);
        System.arraycopy(buffer, start, target, offset, count);
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
        }
        return count;
    }

    TextFacts facts() {
        return check.finish();
    }
}
