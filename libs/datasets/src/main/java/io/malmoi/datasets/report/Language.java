package io.malmoi.datasets.report;

import java.util.Locale;

/** What a document is written in, as far as its letters tell: that of more than half of them. */
enum Language {
    /** Hangul. */
    KOREAN,
    /** Latin letters, such as English. */
    LATIN,
    /** Kana and Han, at least a tenth of them kana. */
    JAPANESE,
    /** Han. */
    CHINESE,
    /** Other letters. */
    OTHER,
    /** No letters have the majority. */
    MIXED,
    /** There is no letter. */
    NO_LETTERS;

    /** By the number of a document's characters of each {@link Script}. */
    static Language of(int[] kinds) {
        int hangul = kinds[Script.HANGUL.ordinal()];
        int latin = kinds[Script.LATIN.ordinal()];
        int han = kinds[Script.HAN.ordinal()];
        int kana = kinds[Script.KANA.ordinal()];
        int other = kinds[Script.OTHER_LETTERS.ordinal()];
        int letters = hangul + latin + han + kana + other;
        int half = letters / 2;
        if (letters == 0) {
            return NO_LETTERS;
        }
        if (hangul > half) {
            return KOREAN;
        }
        if (latin > half) {
            return LATIN;
        }
        if (han + kana > half) {
            return 10L * kana >= han + kana ? JAPANESE : CHINESE;
        }
        return other > half ? OTHER : MIXED;
    }

    /** The name in a report: {@code no-letters}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
