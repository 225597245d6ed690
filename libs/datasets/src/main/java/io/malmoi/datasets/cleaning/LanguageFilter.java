package io.malmoi.datasets.cleaning;

import java.util.Optional;

/** Drops documents that have too little Hangul among their letters, and those without letters. */
public final class LanguageFilter implements Filter {
    private final double minimumHangulShare;

    /** Keeps what has at least this share of Hangul: above 0, at most 1. */
    public LanguageFilter(double minimumHangulShare) {
        if (!(minimumHangulShare > 0 && minimumHangulShare <= 1)) {
            throw new IllegalArgumentException(
                    "the least share of Hangul is " + minimumHangulShare + ", but must be above 0 and at most 1");
        }
        this.minimumHangulShare = minimumHangulShare;
    }

    @Override
    public String name() {
        return "language";
    }

    @Override
    public Optional<String> reject(String text) {
        int hangul = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isHangul(character)) {
                hangul++;
                letters++;
            } else if (isLetter(character)) {
                letters++;
            }
        }
        if (letters == 0) {
            return Optional.of("no-letters");
        }
        return hangul < minimumHangulShare * letters ? Optional.of("too-little-hangul") : Optional.empty();
    }

    private static boolean isHangul(char character) {
        return character >= 0xac00 && character <= 0xd7a3
                || character >= 0x3131 && character <= 0x318e
                || character >= 0x1100 && character <= 0x11ff;
    }

    private static boolean isLetter(char character) {
        return character < 0x80
                ? (character | 0x20) >= 'a' && (character | 0x20) <= 'z'
                : Character.isLetter(character) || Character.isHighSurrogate(character) && character >= 0xd840;
    }
}
