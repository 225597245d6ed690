package io.malmoi.datasets.cleaning;

import java.util.Locale;
import java.util.Set;

/** A tag, comment, script or style of HTML at a place of a text. */
final class HtmlTag {
    private static final int LONGEST = 10_000;
    private static final Set<String> WITH_CONTENT = Set.of("script", "style");
    private static final Set<String> ENDING_LINES = Set.of(
            "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre script section style summary table tbody tfoot thead title tr ul"
                    .split(" "));
    private static final Set<String> WITHIN_LINES = Set.of(
            "a abbr acronym audio b base bdi bdo big button canvas cite code col colgroup data datalist del dfn em embed font frame frameset i iframe img input ins kbd label link map mark meta meter noframes noscript object optgroup output param picture progress q rp rt ruby s samp select small source span strike strong sub sup svg template textarea time track tt u var video wbr"
                    .split(" "));
    private static final Set<String> CELLS = Set.of("td", "th");

    private HtmlTag() {}

    /** Where it ends that begins at this {@code <}; -1 if none begins here. */
    static int end(String text, int at) {
        if (text.startsWith("<!--", at)) {
            int end = text.indexOf("-->", at + 4);
            return end < 0 ? -1 : end + 3;
        }
        if (text.regionMatches(true, at, "<!doctype", 0, 9)) {
            return close(text, at);
        }
        String name = name(text, at);
        if (!isKnown(name)) {
            return -1;
        }
        int end = close(text, at);
        return end > 0 && WITH_CONTENT.contains(name) && text.charAt(at + 1) != '/' ? contentEnd(text, end, name) : end;
    }

    /** What stands in its place. */
    static String replacement(String text, int at) {
        String name = name(text, at);
        return ENDING_LINES.contains(name) ? "\n" : CELLS.contains(name) ? " " : "";
    }

    private static boolean isKnown(String name) {
        return ENDING_LINES.contains(name) || WITHIN_LINES.contains(name) || CELLS.contains(name);
    }

    /** The element's name, in lower case; empty if none stands here as it should. */
    private static String name(String text, int at) {
        int begin = text.startsWith("</", at) ? at + 2 : at + 1;
        int end = begin;
        while (end < text.length() && end - begin <= 10 && isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        boolean ended = end < text.length() && (" \t\r\n/>".indexOf(text.charAt(end)) >= 0);
        return ended ? text.substring(begin, end).toLowerCase(Locale.ROOT) : "";
    }

    private static boolean isLetterOrDigit(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9';
    }

    /** Behind the next {@code >} outside quotation marks; -1 if there is none near. */
    private static int close(String text, int from) {
        char quote = 0;
        int limit = Math.min(text.length(), from + LONGEST);
        for (int i = from; i < limit; i++) {
            char character = text.charAt(i);
            if (quote != 0) {
                quote = character == quote ? 0 : quote;
            } else if (character == '>') {
                return i + 1;
            } else if ((character == '"' || character == '\'') && text.charAt(i - 1) == '=') {
                quote = character;
            }
        }
        return -1;
    }

    /** Behind the closing tag; what stands before if there is none. */
    private static int contentEnd(String text, int from, String name) {
        String closing = "</" + name;
        for (int at = text.indexOf("</", from); at >= 0; at = text.indexOf("</", at + 2)) {
            if (text.regionMatches(true, at, closing, 0, closing.length())) {
                int end = close(text, at);
                return end < 0 ? text.length() : end;
            }
        }
        return from;
    }
}
