package io.malmoi.tokenization.text;

/** UTF-8 to and from UTF-16, strictly, and how far bytes that come in parts are whole characters. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Decodes bytes.
     *
     * @param text where to; at least as long as the bytes
     * @return the number of characters, or, if the bytes are not UTF-8, -1 less the index of the first bad one
     */
    public static int decode(byte[] bytes, int start, int limit, char[] text) {
        int length = 0;
        int i = start;
        while (i < limit) {
            int lead = bytes[i];
            if (lead >= 0) {
                text[length++] = (char) lead;
                i++;
                continue;
            }
            int size = sequenceLength(lead);
            if (size == 0 || i + size > limit || !wellFormed(bytes, i, size)) {
                return -1 - i;
            }
            length += put(codePoint(bytes, i, size), text, length);
            i += size;
        }
        return length;
    }

    /**
     * Decodes bytes, and what is no character becomes U+FFFD: one for each longest part of a character, as Unicode recommends
     * and Rust does. The JDK differs for what would be surrogates.
     */
    public static String decodeLossy(byte[] bytes, int length) {
        char[] text = new char[length];
        int characters = decode(bytes, 0, length, text);
        return characters < 0 ? replaceBad(bytes, length) : new String(text, 0, characters);
    }

    private static String replaceBad(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        int i = 0;
        while (i < length) {
            int whole = sequenceLength(bytes[i]);
            int size = Math.min(whole, length - i);
            while (size > 1 && !wellFormed(bytes, i, size)) {
                size--;
            }
            text.appendCodePoint(size > 0 && size == whole ? codePoint(bytes, i, size) : '\uFFFD');
            i += Math.max(1, size);
        }
        return text.toString();
    }

    private static int put(int codePoint, char[] text, int index) {
        if (codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            text[index] = (char) codePoint;
            return 1;
        }
        text[index] = Character.highSurrogate(codePoint);
        text[index + 1] = Character.lowSurrogate(codePoint);
        return 2;
    }

    /** The code point of a well-formed sequence. */
    public static int codePoint(byte[] bytes, int start, int size) {
        int lead = bytes[start];
        return switch (size) {
            case 1 -> lead;
            case 2 -> (lead & 0x1F) << 6 | bytes[start + 1] & 0x3F;
            case 3 -> (lead & 0x0F) << 12 | (bytes[start + 1] & 0x3F) << 6 | bytes[start + 2] & 0x3F;
            default ->
                (lead & 0x07) << 18
                        | (bytes[start + 1] & 0x3F) << 12
                        | (bytes[start + 2] & 0x3F) << 6
                        | bytes[start + 3] & 0x3F;
        };
    }

    /** Bytes of the sequence that a byte begins, 0 if it begins none. */
    public static int sequenceLength(int lead) {
        int value = lead & 0xFF;
        if (value < 0x80) {
            return 1;
        }
        if (value < 0xC2 || value > 0xF4) {
            return 0;
        }
        return value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
    }

    /** Whether the first bytes of a sequence, all of it or fewer, can be followed to a whole character. */
    public static boolean wellFormed(byte[] bytes, int start, int size) {
        for (int i = 1; i < size; i++) {
            if ((bytes[start + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        if (size < 2) {
            return true;
        }
        int second = bytes[start + 1] & 0xFF;
        return switch (bytes[start] & 0xFF) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }

    /** Number of bytes at the end that begin a character but do not end it, 0 to 3. */
    public static int unfinished(byte[] bytes, int length) {
        for (int size = 1; size <= Math.min(3, length); size++) {
            int whole = sequenceLength(bytes[length - size]);
            if (whole > 0) {
                return whole > size && wellFormed(bytes, length - size, size) ? size : 0;
            }
        }
        return 0;
    }

    /** Bytes that UTF-16 text takes as UTF-8. */
    public static int length(char[] text, int start, int limit) {
        int length = 0;
        for (int i = start; i < limit; i++) {
            char c = text[i];
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    /** Encodes UTF-16 text without unpaired surrogates; returns the end of what was written. */
    public static int encode(char[] text, int start, int limit, byte[] bytes, int at) {
        int end = at;
        for (int i = start; i < limit; i++) {
            char c = text[i];
            if (c < 0x80) {
                bytes[end++] = (byte) c;
            } else if (c < 0x800) {
                bytes[end++] = (byte) (0xC0 | c >> 6);
                bytes[end++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c)) {
                int codePoint = Character.toCodePoint(c, text[++i]);
                bytes[end++] = (byte) (0xF0 | codePoint >> 18);
                bytes[end++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
                bytes[end++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
                bytes[end++] = (byte) (0x80 | codePoint & 0x3F);
            } else {
                bytes[end++] = (byte) (0xE0 | c >> 12);
                bytes[end++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[end++] = (byte) (0x80 | c & 0x3F);
            }
        }
        return end;
    }
}
