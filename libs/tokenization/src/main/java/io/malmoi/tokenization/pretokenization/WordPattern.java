package io.malmoi.tokenization.pretokenization;

import io.malmoi.tokenization.pattern.CharacterClasses;
import io.malmoi.tokenization.text.TextSlice;

/**
 * Cuts text into words as {@link TextPattern#GPT2} or {@link TextPattern#KOREAN} does. Written by hand: every character is looked
 * at about once, so time is linear.
 */
public enum WordPattern implements PreTokenization {
    /** GPT-2's. */
    GPT2,
    /** The same, but line ends belong to the signs before them, and otherwise to the white space before them. */
    KOREAN;

    @Override
    public void split(TextSlice text, PreTokenization.Words words) {
        char[] characters = text.characters();
        int limit = text.limit();
        int start = text.start();
        while (start < limit) {
            int end = wordEnd(characters, start, limit);
            words.word(text, start, end);
            start = end;
        }
    }

    /**
     * End of the word that begins at a place.
     *
     * @param text UTF-16 without unpaired surrogates
     * @param start where the word begins, below limit
     * @param limit end of the text
     */
    int wordEnd(char[] text, int start, int limit) {
        char first = text[start];
        if (first == '\'') {
            int end = contractionEnd(text, start + 1, limit);
            if (end > 0) {
                return end;
            }
        }
        int body = first == ' ' && start + 1 < limit ? start + 1 : start;
        byte kind = classAt(text, body);
        if (kind == CharacterClasses.SPACE) {
            return spaceEnd(text, start, limit);
        }
        int end = runEnd(text, body, limit, kind);
        return this == KOREAN && kind == CharacterClasses.OTHER ? lineEndsEnd(text, end, limit) : end;
    }

    private static int lineEndsEnd(char[] text, int start, int limit) {
        int end = start;
        while (end < limit && isLineEnd(text[end])) {
            end++;
        }
        return end;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /** A run of white space leaves its last character to the word after it, unless it has but one. */
    private int spaceEnd(char[] text, int start, int limit) {
        int end = runEnd(text, start, limit, CharacterClasses.SPACE);
        for (int i = end; this == KOREAN && i > start; i--) {
            if (isLineEnd(text[i - 1])) {
                return i;
            }
        }
        return end < limit && end - start > 1 ? end - 1 : end;
    }

    private static int runEnd(char[] text, int start, int limit, byte kind) {
        int end = start;
        while (end < limit && classAt(text, end) == kind) {
            end += Character.isHighSurrogate(text[end]) ? 2 : 1;
        }
        return end;
    }

    private static byte classAt(char[] text, int index) {
        char c = text[index];
        return CharacterClasses.of(Character.isHighSurrogate(c) ? Character.toCodePoint(c, text[index + 1]) : c);
    }

    /** End of {@code s t m d re ve ll} after an apostrophe, or 0. */
    private static int contractionEnd(char[] text, int start, int limit) {
        if (start >= limit) {
            return 0;
        }
        char first = text[start];
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return start + 1;
        }
        if (start + 1 >= limit) {
            return 0;
        }
        char second = text[start + 1];
        boolean two = second == 'e' && (first == 'r' || first == 'v') || first == 'l' && second == 'l';
        return two ? start + 2 : 0;
    }
}
