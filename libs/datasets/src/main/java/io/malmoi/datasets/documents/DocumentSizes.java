package io.malmoi.datasets.documents;

import io.malmoi.datasets.text.Layout;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How long documents may be, in characters of UTF-16.
 *
 * @param minimum paragraphs of plain text are merged to at least so many: 0, which merges nothing, to {@value #LARGEST}; empty
 *     means {@value #BLOCK_MINIMUM} for what stands between blank lines, and {@value #LINE_MINIMUM} for the lines of a text
 *     without blank lines, or half the maximum if that is less. Marked documents are never merged.
 * @param maximum longer documents are cut at sentence ends: {@value #SMALLEST_MAXIMUM} to {@value #LARGEST}, and at least twice
 *     the minimum
 */
public record DocumentSizes(OptionalInt minimum, int maximum) {
    /** Characters that a document can have at most. */
    public static final int LARGEST = 300_000;
    /** The smallest maximum that can be asked for. */
    public static final int SMALLEST_MAXIMUM = 100;
    /** Characters at least of what stands between blank lines, unless asked otherwise. */
    public static final int BLOCK_MINIMUM = 200;
    /** Characters at least of a group of lines, unless asked otherwise. */
    public static final int LINE_MINIMUM = 2_000;
    /** The usual sizes. */
    public static final DocumentSizes USUAL = new DocumentSizes(OptionalInt.empty(), LARGEST);

    public DocumentSizes {
        if (maximum < SMALLEST_MAXIMUM || maximum > LARGEST) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "documents are to have %,d characters at most, but that must be from %,d to %,d",
                    maximum,
                    SMALLEST_MAXIMUM,
                    LARGEST));
        }
        int least = minimum.orElse(0);
        if (least < 0 || least > maximum / 2) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "documents are to have %,d characters at least, but that must be from 0 to half the maximum, which is %,d",
                    least,
                    maximum));
        }
    }

    /** Documents of at least and at most so many characters. */
    public static DocumentSizes of(int minimum, int maximum) {
        return new DocumentSizes(OptionalInt.of(minimum), maximum);
    }

    /** What the documents of a text of this layout have at least. */
    int minimum(Layout layout) {
        return switch (layout) {
            case MARKED -> 0;
            case BLOCKS -> minimum.orElse(Math.min(BLOCK_MINIMUM, maximum / 2));
            case LINES -> minimum.orElse(Math.min(LINE_MINIMUM, maximum / 2));
        };
    }
}
