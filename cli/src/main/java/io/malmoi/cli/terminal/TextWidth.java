package io.malmoi.cli.terminal;

import java.util.regex.Pattern;

/** How many columns a text takes in a terminal: Hangul, Han, kana and emoji take two, combining marks and colours none (Unicode UAX #11). */
public final class TextWidth {
    /** What changes colours and takes no column. */
    private static final Pattern STYLE = Pattern.compile("\u001b\\[[0-9;]*m");

    private TextWidth() {}

    /** The number of columns that {@code text} takes. */
    public static int columns(String text) {
        return STYLE.matcher(text)
                .replaceAll("")
                .codePoints()
                .map(TextWidth::columns)
                .sum();
    }

    /** {@code text} cut to at most {@code columns} columns, ending in an ellipsis where something was cut off. */
    public static String fit(String text, int columns) {
        if (columns(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int point : text.codePoints().toArray()) {
            used += columns(point);
            if (used > columns) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept.append('…').toString();
    }

    /** {@code text} followed by spaces up to {@code columns} columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - columns(text)));
    }

    private static int columns(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    private static boolean isWide(int point) {
        return point >= 0x1100
                && (point <= 0x115F
                        || in(point, 0x2E80, 0xA4CF)
                        || in(point, 0xA960, 0xA97F)
                        || in(point, 0xAC00, 0xD7A3)
                        || in(point, 0xF900, 0xFAFF)
                        || in(point, 0xFE30, 0xFE6F)
                        || in(point, 0xFF00, 0xFF60)
                        || in(point, 0xFFE0, 0xFFE6)
                        || in(point, 0x1F300, 0x1FAFF)
                        || in(point, 0x20000, 0x3FFFD));
    }

    private static boolean in(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
