package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import io.malmoi.datasets.text.DocumentMark;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.TextCheck;
import io.malmoi.datasets.text.TextFacts;
import java.util.Arrays;

/** Documents written as a text of a layout, to be taken piece by piece, and measured. */
final class CleanText {
    private static final int FULL_BYTES = 1 << 16;

    private final Layout layout;
    private final TextCheck check = new TextCheck(Integer.MAX_VALUE);
    private byte[] buffer = new byte[2 * FULL_BYTES];
    private int start;
    private int end;
    private boolean begun;

    CleanText(Layout layout) {
        this.layout = layout;
    }

    void add(Kept document) {
        int needed = end + document.text().length + 2;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * needed);
        }
        if (layout == Layout.MARKED) {
            buffer[end++] = DocumentMark.BYTE;
        } else if (layout == Layout.BLOCKS && begun) {
            buffer[end++] = '\n';
        }
        System.arraycopy(document.text(), 0, buffer, end, document.text().length);
        end += document.text().length;
        buffer[end++] = '\n';
        begun = true;
    }

    boolean isFull() {
        return end >= FULL_BYTES;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Measures what was added; to be called once before it is taken. */
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

    /** Sizes of all that was added, which must be something. */
    TextFacts facts() {
        return check.finish();
    }
}
