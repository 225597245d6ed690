package io.malmoi.datasets.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Objects;

/**
 * Checks a text that comes in pieces, cut anywhere, and measures it on the way.
 *
 * <p>A text is UTF-8 as Unicode 16 defines it in table 3-7 (no overlong forms, no surrogates, nothing above U+10FFFF, no
 * character cut off at the end), has no line longer than a limit, and has something to read besides white space and
 * control characters. Lines end with a line feed. The first fault ends the check: {@link #update} or {@link #finish}
 * throws {@link InvalidTextException}, after which the object is of no more use. Not for use by several threads.
 */
public final class TextCheck {
    /** Bytes of a line that are allowed unless a caller says otherwise: 16 MiB. */
    public static final int MAXIMUM_LINE_BYTES = 16 << 20;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = 0x0101010101010101L * '\n';

    private final int maximumLineBytes;
    private long bytes;
    private long characters;
    private long lineBreaks;
    private long lineStart;
    private boolean readable;

    // The character under way: where it began, what it is so far, how many bytes it lacks, and which byte may come
    // next.
    private long start;
    private int codePoint;
    private int missing;
    private int lowest;
    private int highest;

    /** With the usual limit. */
    public TextCheck() {
        this(MAXIMUM_LINE_BYTES);
    }

    /**
     * With a limit of its own.
     *
     * @param maximumLineBytes bytes that a line may have, without its line feed; above 0
     */
    public TextCheck(int maximumLineBytes) {
        if (maximumLineBytes <= 0) {
            throw new IllegalArgumentException("maximum line bytes is " + maximumLineBytes + ", but must be above 0");
        }
        this.maximumLineBytes = maximumLineBytes;
    }

    /**
     * Takes the next bytes.
     *
     * @throws InvalidTextException if they hold a fault; it names the offset of the first byte of the faulty character,
     *     or the number of the line that is too long
     */
    public void update(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        int end = offset + length;
        int at = offset;
        while (at < end && (missing > 0 || !readable)) {
            accept(source[at++] & 0xff);
        }
        int whole = end - Utf8.cutOff(source, at, end);
        if (Utf8.isValid(source, at, whole)) {
            count(source, at, whole);
            at = whole;
        }
        while (at < end) {
            accept(source[at++] & 0xff);
        }
        checkLine(bytes);
    }

    /**
     * Ends the text.
     *
     * @throws InvalidTextException if its last character is cut off, or there is nothing to read in it
     */
    public TextFacts finish() {
        TextFacts facts = finishShard();
        if (!readable) {
            throw new InvalidTextException(
                    bytes == 0
                            ? "the text is empty"
                            : "the text has nothing but white space in its " + bytes + " bytes");
        }
        return facts;
    }

    /** Ends a shard of a text, in which there may be nothing to read. Throws if its last character is cut off. */
    TextFacts finishShard() {
        if (missing > 0) {
            throw fault("the last character is cut off");
        }
        return new TextFacts(bytes, characters, lineBreaks + (lineStart < bytes ? 1 : 0));
    }

    /** Takes whole valid characters without checking them, eight bytes at a time. */
    void count(byte[] source, int from, int to) {
        long base = bytes - from;
        int continuations = 0;
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long word = (long) LONG.get(source, at);
            continuations += Long.bitCount(word & ~(word << 1) & HIGH_BITS);
            long others = word ^ LINE_FEEDS;
            long lineFeeds = ~((others & ~HIGH_BITS) + ~HIGH_BITS | others) & HIGH_BITS;
            for (; lineFeeds != 0; lineFeeds &= lineFeeds - 1) {
                endLine(base + at + Long.numberOfTrailingZeros(lineFeeds) / Byte.SIZE);
            }
        }
        for (; at < to; at++) {
            continuations += (source[at] & 0xc0) == 0x80 ? 1 : 0;
            if (source[at] == '\n') {
                endLine(base + at);
            }
        }
        bytes = base + to;
        characters += to - from - continuations;
    }

    /** Takes one byte, whatever it is. */
    private void accept(int value) {
        if (missing == 0) {
            begin(value);
        } else if (value < lowest || value > highest) {
            throw fault(String.format(
                    Locale.ROOT, "the byte 0x%02X at offset %d does not continue the character", value, bytes));
        } else {
            codePoint = codePoint << 6 | value & 0x3f;
            missing--;
            lowest = 0x80;
            highest = 0xbf;
        }
        bytes++;
        if (missing == 0) {
            endCharacter();
        }
    }

    /** The first byte of a character, by table 3-7 of the Unicode standard. */
    private void begin(int value) {
        start = bytes;
        lowest = value == 0xe0 ? 0xa0 : value == 0xf0 ? 0x90 : 0x80;
        highest = value == 0xed ? 0x9f : value == 0xf4 ? 0x8f : 0xbf;
        if (value < 0x80) {
            codePoint = value;
        } else if (value >= 0xc2 && value <= 0xdf) {
            codePoint = value & 0x1f;
            missing = 1;
        } else if (value >= 0xe0 && value <= 0xef) {
            codePoint = value & 0x0f;
            missing = 2;
        } else if (value >= 0xf0 && value <= 0xf4) {
            codePoint = value & 0x07;
            missing = 3;
        } else {
            throw fault(String.format(Locale.ROOT, "the byte 0x%02X begins no character", value));
        }
    }

    private void endCharacter() {
        characters++;
        if (codePoint == '\n') {
            endLine(bytes - 1);
        } else if (!readable) {
            readable = isReadable(codePoint);
        }
    }

    private static boolean isReadable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private void endLine(long position) {
        checkLine(position);
        lineBreaks++;
        lineStart = position + 1;
    }

    private void checkLine(long position) {
        if (position - lineStart > maximumLineBytes) {
            throw tooLong(lineBreaks + 1, maximumLineBytes);
        }
    }

    static InvalidTextException tooLong(long line, int maximumLineBytes) {
        return new InvalidTextException(String.format(
                Locale.ROOT, "line %d is longer than %,d bytes: break it into shorter lines", line, maximumLineBytes));
    }

    private InvalidTextException fault(String what) {
        return new InvalidTextException(String.format(
                Locale.ROOT,
                "the text is not UTF-8 at byte offset %d, in line %d: %s; name its encoding, or convert it first, for example with: iconv -f CP949 -t UTF-8",
                start,
                lineBreaks + 1,
                what));
    }
}
