package io.malmoi.datasets.text;

import java.util.Arrays;

/** Documents written as a text of a layout, to be taken piece by piece, and measured. Not for use by several threads. */
public final class DocumentBuffer {
    private static final int FULL_BYTES = 1 << 16;

    private final Layout layout;
    private final TextCheck sizes = new TextCheck(Integer.MAX_VALUE);
    private byte[] buffer = new byte[2 * FULL_BYTES];
    private int start;
    private int end;
    private boolean begun;

    /** A text of this layout. */
    public DocumentBuffer(Layout layout) {
        this.layout = layout;
    }

    /** Writes a document in UTF-8. */
    public void add(byte[] document) {
        int needed = end + document.length + 2;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * needed);
        }
        if (layout == Layout.MARKED) {
            buffer[end++] = DocumentMark.BYTE;
        } else if (layout == Layout.BLOCKS && begun) {
            buffer[end++] = '\n';
        }
        System.arraycopy(document, 0, buffer, end, document.length);
        end += document.length;
        buffer[end++] = '\n';
        begun = true;
    }

    /** Whether some of it should be taken first. */
    public boolean isFull() {
        return end >= FULL_BYTES;
    }

    /** Whether nothing is to be taken. */
    public boolean isEmpty() {
        return start == end;
    }

    /** Measures what was added; to be called once before it is taken. */
    public void measure() {
        sizes.count(buffer, 0, end);
    }

    /** Takes up to so many bytes, and returns how many. */
    public int take(byte[] target, int offset, int length) {
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
    public TextFacts facts() {
        return sizes.finishShard();
    }
}
