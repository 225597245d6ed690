package io.malmoi.tokenization.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's spelling of bytes as printable characters, in which vocabularies are written: a byte that Latin-1 prints stands for
 * itself, the others, in their order, for the characters from U+0100 on.
 */
public final class ByteSpelling {
    public static final int BYTES = 256;

    private static final char[] CHARACTERS = new char[BYTES];
    private static final short[] VALUES = new short[2 * BYTES];

    static {
        Arrays.fill(VALUES, (short) -1);
        char next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            boolean printable = value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xFF && value != 0xAD;
            CHARACTERS[value] = printable ? (char) value : next++;
            VALUES[CHARACTERS[value]] = (short) value;
        }
    }

    private ByteSpelling() {}

    /** Character that a byte, 0 to 255, is spelt with. */
    public static char spell(int value) {
        return CHARACTERS[value];
    }

    /** Byte, 0 to 255, that a character spells, or -1. */
    public static int value(char character) {
        return character < VALUES.length ? VALUES[character] : -1;
    }

    public static String spell(byte[] bytes) {
        char[] spelt = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            spelt[i] = spell(bytes[i] & 0xFF);
        }
        return new String(spelt);
    }

    /** Bytes that a token stands for: those that it spells, or, if a character of it spells none, its own UTF-8. */
    public static byte[] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = value(token.charAt(i));
            if (value < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }
}
