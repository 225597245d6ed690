package io.malmoi.tokenization;

import io.malmoi.tokenization.pattern.CharacterClasses;

/**
 * Cuts text into words as GPT-2's pattern does:
 * {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}. Written by hand: every character is looked
 * at about once, so time is linear.
 */
final class Gpt2Pattern {
    private Gpt2Pattern() {}

    /** Gives the words of a text. */
    static void split(TextSlice text, PreTokenization.Words words) {
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
    static int wordEnd(char[] text, int start, int limit) {
        char first = text[start];
        if (first == '\'') {
            int end = contractionEnd(text, start + 1, limit);
            if (end > 0) {
                return end;
            }
        }
        int body = first == ' ' && start + 1 < limit ? start + 1 : start;
        byte kind = classAt(text, body);
        if (kind != CharacterClasses.SPACE) {
            return runEnd(text, body, limit, kind);
        }
        return spaceEnd(text, start, limit);
    }

    /** A run of white space leaves its last character to the word after it, unless it has but one. */
    private static int spaceEnd(char[] text, int start, int limit) {
        int end = runEnd(text, start, limit, CharacterClasses.SPACE);
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
