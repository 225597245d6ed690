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
        char before = '\n';
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean atBlank = before == ' ' || before == '\n';
            if (character <= 0x3000
                    && (atBlank && character == ' ' || before == ' ' && character == '\n' || isStrange(character))) {
                return false;
            }
            before = character;
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

    private static boolean isStrange(char character) {
        return character != ' ' && isBlank(character);
    }

    /** Whether a character is white space; a line feed is none here. */
    static boolean isBlank(char character) {
        if (character > 0x3000) {
            return false;
        }
        if (character < 0x80) {
            return character == ' ' || character == '\t' || character > '\n' && character <= '\r';
        }
        return switch (character) {
            case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> character >= 0x2000 && character <= 0x200a;
        };
    }
}
