package io.malmoi.datasets.deduplication;

import io.malmoi.datasets.text.TextHash;

/**
 * The runs of so many characters that a text has, as hashes. Only letters and digits count, in lower case: texts that differ
 * in spacing, punctuation or case have the same runs. Immutable and thread-safe.
 */
public final class Runs {
    private static final long BASE = 0x9E3779B97F4A7C15L;

    private final int characters;
    private final long leaving;

    /** Runs of so many characters (UTF-16): 1 or more. */
    public Runs(int characters) {
        this.characters = characters;
        long power = 1;
        for (int i = 0; i < characters; i++) {
            power *= BASE;
        }
        this.leaving = power;
    }

    /** The hashes of a text's runs, in order; a text shorter than a run is one run. */
    public long[] hashes(String text) {
        char[] letters = text.toCharArray();
        int length = keepLetters(letters);
        var hashes = new long[Math.max(1, length - characters + 1)];
        long hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash * BASE + letters[i] + 1;
            if (i >= characters) {
                hash -= leaving * (letters[i - characters] + 1);
            }
            if (i >= characters - 1) {
                hashes[i - characters + 1] = TextHash.mix(hash);
            }
        }
        if (length < characters) {
            hashes[0] = TextHash.mix(hash);
        }
        return hashes;
    }

    /** Moves the letters and digits to the front, and returns how many there are; all characters stay if none is one. */
    private static int keepLetters(char[] text) {
        int length = 0;
        for (char character : text) {
            if (character >= 0xac00 && character <= 0xd7a3) {
                text[length++] = character;
            } else if (Character.isLetterOrDigit(character) || Character.isSurrogate(character)) {
                text[length++] = Character.toLowerCase(character);
            }
        }
        return length == 0 ? text.length : length;
    }
}
