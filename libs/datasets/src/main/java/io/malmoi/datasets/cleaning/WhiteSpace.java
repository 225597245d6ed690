package io.malmoi.datasets.cleaning;

/** Makes every run of blanks, of whatever kind (tab, no-break space, ideographic space), one space; none at the ends of a line. */
final class WhiteSpace {
    private WhiteSpace() {}

    static String collapse(String line) {
        return isCollapsed(line) ? line : build(line);
    }

    private static boolean isCollapsed(String line) {
        boolean afterBlank = true;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            boolean blank = isBlank(character);
            if (blank && (afterBlank || character != ' ')) {
                return false;
            }
            afterBlank = blank;
        }
        return !afterBlank || line.isEmpty();
    }

    private static String build(String line) {
        var collapsed = new StringBuilder(line.length());
        boolean pending = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (isBlank(character)) {
                pending = !collapsed.isEmpty();
            } else {
                if (pending) {
                    collapsed.append(' ');
                    pending = false;
                }
                collapsed.append(character);
            }
        }
        return collapsed.toString();
    }

    private static boolean isBlank(char character) {
        if (character < 0x80) {
            return character == ' ' || character >= '\t' && character <= '\r';
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
