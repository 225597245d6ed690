package io.malmoi.datasets.text;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a text into shards, pieces that can be worked on apart from each other: no document is cut, and all shards in their order
 * are the text. Every shard of a text finds its own borders, without knowing of the others.
 */
public final class Shards {
    private Shards() {}

    /** A text that can be read from anywhere. */
    @FunctionalInterface
    public interface Text {
        /** A stream of the text from an offset on, in bytes; to be closed by the caller. */
        InputStream from(long offset) throws IOException;
    }

    /**
     * A shard of a text.
     *
     * @param begin where it begins, in bytes
     * @param end where it ends, exclusive; an empty one ends where it begins
     */
    public record Shard(long begin, long end) {
        /** Bytes of the shard. */
        public long size() {
            return end - begin;
        }
    }

    /**
     * One shard of a text. Reads as much of the text as it takes to find the next documents' beginnings.
     *
     * @param text the text, whose lines are no longer than {@link TextCheck#MAXIMUM_LINE_BYTES}
     * @param size its bytes
     * @param number which shard, from 0
     * @param count number of shards, 1 to 1,000,000
     */
    public static Shard shard(Text text, Layout layout, long size, int number, int count) throws IOException {
        return new Shard(
                border(text, layout, size, share(size, number, count)),
                border(text, layout, size, share(size, number + 1, count)));
    }

    private static long share(long size, int number, int count) {
        return size / count * number + size % count * number / count;
    }

    /** Where the first document begins that has a beginning for sure at or after an offset; the text's size if none has. */
    private static long border(Text text, Layout layout, long size, long offset) throws IOException {
        if (offset <= 0 || offset >= size) {
            return Math.max(0, Math.min(size, offset));
        }
        long begin = offset - 1; // so that a line that begins at the offset is seen to begin there
        try (InputStream stream = text.from(begin)) {
            LineReader lines = LineReader.unchecked(stream);
            lines.next();
            boolean blankBefore = false;
            while (lines.next()) {
                boolean begins = switch (layout) {
                    case MARKED -> lines.startsDocument();
                    case BLOCKS -> blankBefore && !lines.isBlank();
                    case LINES -> !lines.isBlank();
                };
                if (begins) {
                    return begin + lines.offset();
                }
                blankBefore = lines.isBlank();
            }
        }
        return size;
    }
}
