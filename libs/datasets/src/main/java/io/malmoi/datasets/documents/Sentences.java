package io.malmoi.datasets.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a text can be cut without hurting it. Places are indices of UTF-16 characters; a place is cut before its character. */
public final class Sentences {
    private static final String STOPS = ".!?…‥";
    private static final String WIDE_STOPS = "。！？";
    private static final String CLOSING = "\"'”’」』)]》〉»";
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private Sentences() {}

    /**
     * The best place to cut: after the last sentence or line that ends from {@code from} to {@code to}; if none ends there, at
     * the last white space; if there is none, before the last whole character, so that no syllable, emoji or surrogate pair
     * is taken apart.
     *
     * @param from first place that is good, 1 or more
     * @param to last place that is good, less than the text's length
     * @return a place of at least 1; over {@code to} only if one character reaches so far
     */
    public static int cut(CharSequence text, int from, int to) {
        int space = -1;
        for (int place = to; place >= from; place--) {
            boolean blank = Character.isWhitespace(text.charAt(place));
            if (blank && (text.charAt(place) == '\n' || endsSentence(text, place)) || followsWideStop(text, place)) {
                return place;
            }
            if (blank && space < 0) {
                space = place;
            }
        }
        return space >= 0 ? space : lastCharacter(text, to);
    }

    /** The sentences of a text; a line end ends a sentence, too. None of them is blank. */
    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        int begin = 0;
        for (int place = 1; place <= text.length(); place++) {
            boolean end = place == text.length()
                    || text.charAt(place) == '\n'
                    || Character.isWhitespace(text.charAt(place)) && endsSentence(text, place)
                    || followsWideStop(text, place);
            if (end) {
                String sentence = text.substring(begin, place).strip();
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
                begin = place;
            }
        }
        return sentences;
    }

    /** Whether a place is right behind a wide stop, and what follows is neither part of that character nor closes a quotation. */
    private static boolean followsWideStop(CharSequence text, int place) {
        return WIDE_STOPS.indexOf(text.charAt(place - 1)) >= 0
                && CLOSING.indexOf(text.charAt(place)) < 0
                && !extendsCharacter(text.charAt(place));
    }

    private static boolean extendsCharacter(char character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** Whether what stands before a place is the end of a sentence: a stop, perhaps with quotation marks or brackets closed after it. */
    private static boolean endsSentence(CharSequence text, int place) {
        int at = place - 1;
        while (at > 0 && CLOSING.indexOf(text.charAt(at)) >= 0) {
            at--;
        }
        boolean stop = at >= 0 && (STOPS.indexOf(text.charAt(at)) >= 0 || WIDE_STOPS.indexOf(text.charAt(at)) >= 0);
        boolean numbered = at > 0 && text.charAt(at) == '.' && Character.isDigit(text.charAt(at - 1));
        return stop && !numbered;
    }

    /** The last end of a character (an extended grapheme cluster) that is not over {@code to}, or the first end of all. */
    private static int lastCharacter(CharSequence text, int to) {
        Matcher characters = CHARACTER.matcher(text);
        int last = 0;
        while (characters.find() && (characters.end() <= to || last == 0)) {
            last = characters.end();
        }
        return last;
    }
}
