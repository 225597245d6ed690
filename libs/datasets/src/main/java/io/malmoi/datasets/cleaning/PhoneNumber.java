package io.malmoi.datasets.cleaning;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Korean phone number in a text.
 *
 * @param begin where it begins
 * @param end where it ends, exclusive
 * @param form its one form, such as {@code 02-123-4567}
 */
record PhoneNumber(int begin, int end, String form) {
    private static final String GAP = "[-‐–−.\\s]{0,3}";
    private static final Pattern AREA = Pattern.compile("(?:\\+82" + GAP + "\\(?0?\\)?|\\(?0)"
            + "(1[016789]|2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|80|50\\d)"
            + "\\)?" + GAP + "(\\d{3,4})" + GAP + "(\\d{4})(?!\\d)");
    private static final Pattern REPRESENTATIVE = Pattern.compile("(1[568]\\d{2})[-‐–−.](\\d{4})(?![\\d-])");
    private static final Set<String> REPRESENTATIVE_PREFIXES = Set.of(
            "1522 1533 1544 1551 1555 1566 1577 1588 1599 1600 1644 1660 1661 1666 1668 1670 1688 1800 1811 1833 1855 1877 1899"
                    .split(" "));

    /** The next number from a place on; null if there is none. */
    static PhoneNumber find(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            PhoneNumber number = at(text, at);
            if (number != null) {
                return number;
            }
        }
        return null;
    }

    /** The number that begins at a place; null if none does. */
    static PhoneNumber at(String text, int at) {
        char character = text.charAt(at);
        boolean candidate = character == '0' || character == '1' || character == '+' || character == '(';
        if (!candidate || at > 0 && isPartOfNumber(text.charAt(at - 1))) {
            return null;
        }
        if (character == '1') {
            return representative(text, at);
        }
        Matcher area = AREA.matcher(text).region(at, text.length());
        return area.lookingAt()
                ? new PhoneNumber(at, area.end(), "0" + area.group(1) + "-" + area.group(2) + "-" + area.group(3))
                : null;
    }

    private static PhoneNumber representative(String text, int at) {
        Matcher match = REPRESENTATIVE.matcher(text).region(at, text.length());
        boolean found = match.lookingAt()
                && REPRESENTATIVE_PREFIXES.contains(match.group(1))
                && !isSpanOfYears(match.group(1), match.group(2));
        return found ? new PhoneNumber(at, match.end(), match.group(1) + "-" + match.group(2)) : null;
    }

    /** As in 1800-1811. */
    private static boolean isSpanOfYears(String from, String to) {
        return to.compareTo(from) > 0 && to.compareTo("2100") <= 0;
    }

    private static boolean isPartOfNumber(char character) {
        return character >= '0' && character <= '9'
                || character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character == '+'
                || character == '-'
                || character == '.';
    }
}
