package io.malmoi.datasets.report;

import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.DocumentMark;
import io.malmoi.datasets.text.Layout;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Passes a text on and measures its documents on the way, whatever its {@link Layout} turns out to be. Documents are those that
 * {@link DocumentLines} reads. The text must have been checked: lines longer than they may be are held in memory. Not for use by
 * several threads.
 */
public final class MeasuredText extends FilterInputStream {
    private TextStatistics lines = new TextStatistics();
    private TextStatistics documents = new TextStatistics();
    private Layout layout;
    private byte[] pile = new byte[1 << 16];
    private int lineStart;
    private int end;
    private boolean begun;
    private boolean blankAfter;
    private boolean ended;

    /** Measures a text in UTF-8. */
    public MeasuredText(InputStream text) {
        super(text);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read > 0) {
            add(target, offset, offset + read);
        } else if (read < 0 && !ended) {
            ended = true;
            if (end > lineStart) {
                endLine();
            }
            endDocument(end - 1);
        }
        return read;
    }

    /** Skips by reading, so that nothing goes unmeasured. */
    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(8192, Math.max(0, count))]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void add(byte[] source, int from, int to) {
        int start = from;
        for (int at = from; at < to; at++) {
            if (source[at] == '\n') {
                append(source, start, at);
                endLine();
                start = at + 1;
            }
        }
        append(source, start, to);
    }

    private void append(byte[] source, int from, int to) {
        int length = to - from;
        if (end + length + 1 > pile.length) {
            pile = Arrays.copyOf(pile, 2 * (end + length + 1));
        }
        System.arraycopy(source, from, pile, end, length);
        end += length;
    }

    /** The line under way is whole. */
    private void endLine() {
        boolean marked = isMarked();
        boolean blank = isBlank(marked ? lineStart + 1 : lineStart);
        findLayout(marked, blank);
        if (layout == null && !blank) {
            lines.add(Arrays.copyOfRange(pile, lineStart, end));
        }
        boolean border = layout == Layout.MARKED ? marked : blank;
        if (border || end - 1 >= DocumentLines.MAXIMUM_BYTES) {
            endDocument(lineStart - 1);
        }
        if (layout == Layout.MARKED && marked) {
            System.arraycopy(pile, lineStart + 1, pile, lineStart, end - lineStart - 1);
            end--;
        }
        if (lineStart == 0 && blank) {
            end = 0;
        } else {
            pile[end++] = '\n';
        }
        lineStart = end;
    }

    private boolean isMarked() {
        return lineStart < end && pile[lineStart] == DocumentMark.BYTE;
    }

    private void findLayout(boolean marked, boolean blank) {
        if (layout != null) {
            return;
        }
        if (!begun && marked) {
            layout = Layout.MARKED;
        } else if (!blank && blankAfter) {
            layout = Layout.BLOCKS;
        }
        begun |= !blank;
        blankAfter = blank && begun;
        if (layout != null) {
            lines = null;
        }
    }

    private boolean isBlank(int from) {
        for (int at = from; at < end; at++) {
            if (pile[at] != ' ' && pile[at] != '\t' && pile[at] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Measures what stands before the line under way, which moves to the front. */
    private void endDocument(int documentEnd) {
        if (documentEnd > 0) {
            documents.add(Arrays.copyOf(pile, documentEnd));
        }
        System.arraycopy(pile, lineStart, pile, 0, end - lineStart);
        end -= lineStart;
        lineStart = 0;
    }

    /** What the documents are like; once the text is read to its end. */
    public TextReport report() {
        if (!ended) {
            throw new IllegalStateException("the text is not read to its end");
        }
        return (layout == null ? lines : documents).report();
    }
}
