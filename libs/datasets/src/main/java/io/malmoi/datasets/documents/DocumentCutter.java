package io.malmoi.datasets.documents;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts documents that are too long: after the last sentence or line that ends in the second half of what a piece may have; where
 * none ends, at a space; where there is none, between two characters. White space at the cuts is left out. Immutable and
 * thread-safe.
 */
public final class DocumentCutter {
    /** How far behind the best place characters are looked at: farther than one character reaches, as people write. */
    private static final int CHARACTER_REACH = 64;

    private final int minimum;
    private final int maximum;

    /**
     * A cutter.
     *
     * @param minimum characters (UTF-16) that the last piece is to have at least: 0 to half of {@code maximum}
     * @param maximum characters of a piece at most, unless a single grapheme cluster has more: 2 or more
     */
    public DocumentCutter(int minimum, int maximum) {
        if (maximum < 2 || minimum < 0 || minimum > maximum / 2) {
            throw new IllegalArgumentException("pieces of " + minimum + " to " + maximum
                    + " characters: the maximum must be 2 or more, and the minimum at most half of it");
        }
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /** The pieces of a document, none of them blank; the document itself if it is not too long. */
    public List<String> cut(String document) {
        if (document.length() <= maximum) {
            return List.of(document);
        }
        List<String> pieces = new ArrayList<>();
        int begin = 0;
        while (document.length() - begin > maximum) {
            int left = document.length() - begin;
            int place = begin + place(document, begin, Math.max(maximum / 2, Math.min(maximum, left - minimum)));
            add(document.substring(begin, place), pieces);
            begin = skipWhiteSpace(document, place);
        }
        add(document.substring(begin), pieces);
        return pieces;
    }

    /** Where to cut, counted from {@code begin}. Looks at little more than one piece, however long the document is. */
    private int place(String document, int begin, int to) {
        int window = Math.min(document.length(), begin + to + CHARACTER_REACH);
        int place = Sentences.cut(document.substring(begin, window), maximum / 2, to);
        return begin + place < window ? place : Sentences.cut(document.substring(begin), maximum / 2, to);
    }

    private static void add(String piece, List<String> pieces) {
        String text = piece.stripTrailing();
        if (!text.isEmpty()) {
            pieces.add(text);
        }
    }

    private static int skipWhiteSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
