package io.malmoi.datasets.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The marks within a marked document that say what its parts are; control characters that no prose has, no part of the text.
 *
 * <p>A document without marks is learned whole, comes from a record whole, and has no special tokens.
 */
public final class SpanMarks {
    /** Stands where text of the record ends and text of a template begins, and the other way round. */
    public static final char RECORD = '\u001c';
    /** Stands before and behind the spelling of a special token. */
    public static final char SPECIAL = '\u001d';
    /** Stands where what is to be learned ends and what is only read, such as a prompt, begins, and the other way round. */
    public static final char LEARNED = '\u001f';

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    /** The bits that all four marks have alike, in each of eight bytes; and what they are. */
    private static final long ALIKE = LOW_BITS * 0xfc;

    private static final long MARKS = LOW_BITS * RECORD;

    private SpanMarks() {}

    /** Whether a character is one of these marks or a {@link DocumentMark}. */
    public static boolean isMark(int character) {
        return character >= RECORD && character <= LEARNED;
    }

    /** Whether there is a mark in a text in UTF-8. */
    public static boolean has(byte[] text) {
        int at = 0;
        for (; at + Long.BYTES <= text.length; at += Long.BYTES) {
            long others = (long) LONG.get(text, at) & ALIKE ^ MARKS;
            if ((others - LOW_BITS & ~others & LOW_BITS << 7) != 0) {
                return true;
            }
        }
        for (; at < text.length; at++) {
            if (isMark(text[at])) {
                return true;
            }
        }
        return false;
    }

    /** A text in UTF-8 without marks. */
    public static byte[] without(byte[] text) {
        if (!has(text)) {
            return text;
        }
        var kept = new byte[text.length];
        int length = 0;
        for (byte value : text) {
            if (!isMark(value)) {
                kept[length++] = value;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    /** A text without marks. */
    public static String without(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isMark(text.charAt(i))) {
                return text.codePoints()
                        .filter(character -> !isMark(character))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
