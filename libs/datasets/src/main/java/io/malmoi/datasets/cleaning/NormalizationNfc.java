package io.malmoi.datasets.cleaning;

import java.text.Normalizer;

/**
 * Composes characters (Unicode normalization form C), so that a Hangul syllable is one character and not two or three
 * conjoining letters, as file names and web pages from some systems have it.
 */
public final class NormalizationNfc implements TextStep {
    @Override
    public String name() {
        return "normalization-nfc";
    }

    @Override
    public String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isComposed(text.charAt(i))) {
                return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                        ? text
                        : Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    /** Whether a character is composed whatever stands beside it. Says no when in doubt; says yes to most of Korean text. */
    private static boolean isComposed(char character) {
        return character >= 0xac00 && character <= 0xd7a3 // Hangul syllables
                || character < 0x300 // Latin
                || character >= 0x3131 && character <= 0x318e // Hangul letters that stand alone
                || character >= 0x2010 && character <= 0x2027 // dashes, quotation marks, ellipsis
                || character >= 0x25a0 && character <= 0x26ff // shapes and symbols
                || character >= 0x3001 && character <= 0x3029; // brackets and stops
    }
}
