package io.malmoi.datasets.cleaning;

/**
 * Makes every run of blanks, of whatever kind (tab, no-break space, ideographic space), one space; none at the ends of a
 * line. Takes the indentation out of program code.
 */
public final class WhiteSpace implements TextStep {
    @Override
    public String name() {
        return "white-space";
    }

    @Override
    public String clean(String text) {
        return isCollapsed(text) ? text : collapse(text);
    }

    private static boolean isCollapsed(String text) {
        boolean afterBlank = true;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean lineFeed = character == '\n';
            boolean blank = isBlank(character);
            if (afterBlank && blank || blank && character != ' ') {
                return false;
            }
            if (lineFeed && i > 0 && text.charAt(i - 1) == ' ') {
                return false;
            }
            afterBlank = blank || lineFeed;
        }
        return text.isEmpty() || text.charAt(text.length() - 1) != ' ';
    }

    private static String collapse(String text) {
        var collapsed = new StringBuilder(text.length());
        boolean lineBegins = true;
        boolean pending = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isBlank(character)) {
                pending = !lineBegins;
                continue;
            }
            lineBegins = character == '\n';
            if (pending && !lineBegins) {
                collapsed.append(' ');
            }
            pending = false;
            collapsed.append(character);
        }
        return collapsed.toString();
    }

    /** Whether a character is white space; a line feed is none here. */
    static boolean isBlank(char character) {
        if (character < 0x80) {
            return character == ' ' || character == '\t' || character > '\n' && character <= '\r';
        }
        if (character > 0x3000) {
            return false;
        }
        return switch (character) {
            case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> character >= 0x2000 && character <= 0x200a;
        };
    }
}
