package io.malmoi.datasets;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A text in UTF-8 cut in two, neither part empty.
 *
 * @param before the first part
 * @param after the second part; the line feed or space that was cut at is in neither
 */
record TextCut(byte[] before, byte[] after) {
    /**
     * Cuts a text near a place: at the nearest line feed; if that is too far, at the nearest space; if that is too far,
     * before the nearest character. Empty if the text has only one character.
     *
     * @param leeway bytes that a line feed or space may be away
     */
    static Optional<TextCut> near(byte[] text, int place, long leeway) {
        return at(text, place, leeway, i -> text[i] == '\n', 1)
                .or(() -> at(text, place, leeway, i -> text[i] == ' ', 1))
                .or(() -> at(text, place, text.length, i -> (text[i] & 0xc0) != 0x80, 0));
    }

    private static Optional<TextCut> at(byte[] text, int place, long leeway, IntPredicate border, int left) {
        for (int distance = 0; distance <= Math.min(leeway, text.length); distance++) {
            for (int i : new int[] {place - distance, place + distance}) {
                if (i > 0 && i + left < text.length && border.test(i)) {
                    return Optional.of(
                            new TextCut(Arrays.copyOf(text, i), Arrays.copyOfRange(text, i + left, text.length)));
                }
            }
        }
        return Optional.empty();
    }
}
