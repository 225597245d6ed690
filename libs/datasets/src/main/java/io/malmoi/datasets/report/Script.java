package io.malmoi.datasets.report;

import java.lang.Character.UnicodeScript;
import java.util.Locale;

/** Kinds of characters. */
enum Script {
    HANGUL,
    LATIN,
    HAN,
    KANA,
    OTHER_LETTERS,
    DIGITS,
    SYMBOLS,
    WHITE_SPACE;

    private static final int TABLE = 1 << 16;
    private static final byte[] KINDS = new byte[TABLE];

    static {
        for (int character = 0; character < TABLE; character++) {
            KINDS[character] = (byte) find(character).ordinal();
        }
    }

    /** The kind of a code point, by its ordinal. */
    static int kind(int codePoint) {
        return codePoint < TABLE ? KINDS[codePoint] : find(codePoint).ordinal();
    }

    private static Script find(int codePoint) {
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85) {
            return WHITE_SPACE;
        }
        if (Character.isDigit(codePoint)) {
            return DIGITS;
        }
        if (!Character.isLetter(codePoint)) {
            return SYMBOLS;
        }
        return switch (UnicodeScript.of(codePoint)) {
            case HANGUL -> HANGUL;
            case LATIN -> LATIN;
            case HAN -> HAN;
            case HIRAGANA, KATAKANA -> KANA;
            default -> OTHER_LETTERS;
        };
    }

    /** The name in a report: {@code other-letters}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
