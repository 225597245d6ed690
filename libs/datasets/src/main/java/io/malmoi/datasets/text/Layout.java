package io.malmoi.datasets.text;

import java.io.IOException;
import java.io.InputStream;

/** What separates the documents of a text. */
public enum Layout {
    /** Every document begins with a {@link DocumentMark}; the first one at the text's beginning. */
    MARKED,
    /** Blank lines: empty, or nothing but spaces, tabs and carriage returns. */
    BLOCKS,
    /** Line ends: there is no blank line between others. */
    LINES;

    /**
     * Finds a text's layout: reads to the first document mark or blank line, or to the end if there is none.
     *
     * @throws InvalidTextException as {@link LineReader} does
     */
    public static Layout of(InputStream text) throws IOException {
        var lines = new LineReader(text);
        boolean begun = false;
        boolean blankAfter = false;
        while (lines.next()) {
            if (!begun && lines.startsDocument()) {
                return MARKED;
            }
            boolean blank = lines.isBlank();
            if (!blank && blankAfter) {
                return BLOCKS;
            }
            begun |= !blank;
            blankAfter = blank && begun;
        }
        return LINES;
    }
}
