package io.malmoi.tokenization.counting;

import io.malmoi.tokenization.pattern.CharacterClasses;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of UTF-8 into pieces that can be cut into words one by one: after a line's end, or, within a long line, where
 * two words meet whatever stands around them. The words do not depend on where the pieces end.
 */
final class TextPieces {
    /** Most bytes without a place to cut. */
    static final int LONGEST_WORD = 16 << 20;

    private static final int USUAL = 1 << 20;

    private final InputStream source;
    private final boolean cutsWithinLines;
    private final int usual;
    private byte[] buffer;
    private int filled;
    private long offset;
    private boolean ended;

    /** Pieces that end with lines or, if asked for, within a line where words meet by each {@link WordPattern}. */
    TextPieces(InputStream source, boolean cutsWithinLines) {
        this(source, cutsWithinLines, USUAL);
    }

    TextPieces(InputStream source, boolean cutsWithinLines, int usual) {
        this.source = source;
        this.cutsWithinLines = cutsWithinLines;
        this.usual = usual;
        this.buffer = new byte[usual];
    }

    /** Where in the stream the bytes of a piece begin. */
    record Piece(byte[] bytes, long offset) {}

    /** The next piece, or null at the end. */
    Piece next() throws IOException {
        fill();
        int end = ended ? filled : cut();
        while (end == 0 && !ended) {
            if (buffer.length >= LONGEST_WORD) {
                String sought = cutsWithinLines ? "no line's end, space or punctuation" : "no line's end";
                throw new InvalidTextException(sought + " within " + LONGEST_WORD + " bytes from byte " + offset
                        + ": break the text into lines");
            }
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, LONGEST_WORD));
            fill();
            end = ended ? filled : cut();
        }
        return end == 0 ? null : take(end);
    }

    private void fill() throws IOException {
        while (!ended && filled < buffer.length) {
            int read = source.read(buffer, filled, buffer.length - filled);
            ended = read < 0;
            filled += Math.max(read, 0);
        }
    }

    private Piece take(int end) {
        Piece piece = new Piece(Arrays.copyOf(buffer, end), offset);
        int rest = filled - end;
        byte[] next = buffer.length > usual && rest < usual ? new byte[usual] : buffer;
        System.arraycopy(buffer, end, next, 0, rest);
        buffer = next;
        filled = rest;
        offset += end;
        return piece;
    }

    /** Where to cut: after the last line's end, else before the last word that certainly begins one; 0 if nowhere. */
    private int cut() {
        for (int i = filled; i > 0; i--) {
            if (buffer[i - 1] == '\n') {
                return i;
            }
        }
        for (int i = filled - 1; cutsWithinLines && i > 0; i--) {
            if (buffer[i] >= 0 && wordsMeet(i)) {
                return i;
            }
        }
        return 0;
    }

    /**
     * Whether a word ends and another begins before the ASCII character at an index: characters of two classes meet, and
     * neither white space, which depends on what follows, nor a contraction nor a line's end is cut. What NFC composes is not cut either: no
     * ASCII character composes with one before it.
     */
    private boolean wordsMeet(int index) {
        byte before = classBefore(index);
        byte here = CharacterClasses.of(buffer[index]);
        boolean contraction = before == CharacterClasses.OTHER && here == CharacterClasses.LETTER;
        boolean lineEnd = buffer[index] == '\r';
        return before != here && before != CharacterClasses.SPACE && !contraction && !lineEnd;
    }

    /** Class of the character that ends before an index; white space, where nothing is cut, if the bytes are not UTF-8. */
    private byte classBefore(int index) {
        for (int size = 1; size <= Math.min(4, index); size++) {
            if (Utf8.sequenceLength(buffer[index - size]) == size && Utf8.wellFormed(buffer, index - size, size)) {
                return CharacterClasses.of(Utf8.codePoint(buffer, index - size, size));
            }
        }
        return CharacterClasses.SPACE;
    }
}
