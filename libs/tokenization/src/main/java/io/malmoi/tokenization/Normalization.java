package io.malmoi.tokenization;

import java.text.Normalizer;

/** What is done to text before it is cut into words. */
enum Normalization {
    /** Nothing. */
    NONE,
    /** Unicode's composed form, so that a Hangul syllable is one character however it was typed. */
    NFC;

    /** The normalized form of a part of a text, or null if the part is normalized already. */
    String changed(char[] text, int start, int limit) {
        if (this == NONE || inert(text, start, limit)) {
            return null;
        }
        String part = new String(text, start, limit - start);
        return Normalizer.isNormalized(part, Normalizer.Form.NFC) ? null : nfc(part);
    }

    /** NFC as the reference library has it: marks that its Unicode does not know keep their places and part the text. */
    private static String nfc(String text) {
        StringBuilder normalized = new StringBuilder(text.length());
        int from = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            if (CharacterClasses.isLateMark(codePoint)) {
                normalized.append(Normalizer.normalize(text.substring(from, i), Normalizer.Form.NFC));
                normalized.appendCodePoint(codePoint);
                from = next;
            }
            i = next;
        }
        return normalized
                .append(Normalizer.normalize(text.substring(from), Normalizer.Form.NFC))
                .toString();
    }

    /** Whether every character is of those, the most frequent, that NFC leaves alone whatever stands beside them. */
    private static boolean inert(char[] text, int start, int limit) {
        for (int i = start; i < limit; i++) {
            if (text[i] >= 0x300 && !inert(text[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean inert(char c) {
        boolean hangul = c >= 0xAC00 && c <= 0xD7A3;
        boolean han = c >= 0x4E00 && c <= 0x9FFF;
        boolean kana = c >= 0x3041 && c <= 0x30FF && c != 0x3099 && c != 0x309A;
        boolean punctuation = c >= 0x2010 && c <= 0x205F || c >= 0x3001 && c <= 0x3020;
        return hangul || han || kana || punctuation;
    }
}
