package io.malmoi.datasets.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes a text on and checks it on the way, as {@link TextCheck} does. Reading throws {@link InvalidTextException} at the
 * first fault, at the latest at the end. Not for use by several threads.
 */
public final class CheckedTextStream extends FilterInputStream {
    private final TextCheck check = new TextCheck();
    private final boolean whole;
    private TextFacts facts;

    /** Checks a stream, in which no line may be longer than {@link TextCheck#MAXIMUM_LINE_BYTES}. */
    public CheckedTextStream(InputStream source) {
        this(source, true);
    }

    private CheckedTextStream(InputStream source, boolean whole) {
        super(source);
        this.whole = whole;
    }

    /** Checks one of the {@link Shards} of a text, in which there may be nothing to read. */
    static CheckedTextStream ofShard(InputStream shard) {
        return new CheckedTextStream(shard, false);
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
            check.update(target, offset, read);
        } else if (read < 0 && facts == null) {
            facts = whole ? check.finish() : check.finishShard();
        }
        return read;
    }

    /** Skips by reading, so that nothing goes unchecked. */
    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(8192, Math.max(0, count))]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The sizes of the text; once it is read to its end. */
    public TextFacts facts() {
        if (facts == null) {
            throw new IllegalStateException("the text is not read to its end");
        }
        return facts;
    }
}
