package io.malmoi.tokenization.pattern;

/** Parses what stands for one character of a set: sets in brackets, and escapes. */
final class SetParser {
    private static final int DEEPEST = 20;
    private static final String SET_ESCAPES = "dDsSwWhHpP";

    private final PatternText text;
    private int depth;

    SetParser(PatternText text) {
        this.text = text;
    }

    /** What follows an opening bracket, to its closing one. */
    CharacterSet set() {
        if (++depth > DEEPEST) {
            throw text.fault("sets are nested more than " + DEEPEST + " deep");
        }
        boolean negative = text.take("^");
        CharacterSet set = union();
        while (text.take("&&")) {
            set = set.and(union());
        }
        text.take("]");
        depth--;
        return negative ? set.not() : set;
    }

    private CharacterSet union() {
        CharacterSet set = member();
        while (!text.comesNext("]") && !text.comesNext("&&")) {
            set = set.or(member());
        }
        return set;
    }

    private CharacterSet member() {
        if (text.ended()) {
            throw text.fault("a set has no end: add ]");
        }
        if (text.comesNext("[:")) {
            throw text.fault("[:name:] is not supported: write \\p{name}");
        }
        if (text.take("[")) {
            return set();
        }
        if (text.take("\\")) {
            return startsSetEscape() ? escape() : range(character());
        }
        return range(text.next());
    }

    /** A character, or all from it to another if a hyphen follows that does not end the set. */
    private CharacterSet range(int first) {
        if (!text.comesNext("-") || text.comesNext("-]")) {
            return CharacterSet.range(first, first);
        }
        text.take("-");
        int last = text.next();
        if (last == '\\') {
            last = character();
        }
        if (last < first) {
            throw text.fault("a range runs backwards");
        }
        return CharacterSet.range(first, last);
    }

    private boolean startsSetEscape() {
        return !text.ended() && SET_ESCAPES.indexOf(text.peek()) >= 0;
    }

    /** What follows a backslash. */
    CharacterSet escape() {
        if (!startsSetEscape()) {
            int character = character();
            return CharacterSet.range(character, character);
        }
        int c = text.next();
        return switch (c) {
            case 'd' -> CharacterSets.DIGIT;
            case 'D' -> CharacterSets.DIGIT.not();
            case 's' -> CharacterSets.SPACE;
            case 'S' -> CharacterSets.SPACE.not();
            case 'w' -> CharacterSets.WORD;
            case 'W' -> CharacterSets.WORD.not();
            case 'h' -> CharacterSets.HEXADECIMAL;
            case 'H' -> CharacterSets.HEXADECIMAL.not();
            default -> property(c == 'P');
        };
    }

    private CharacterSet property(boolean negative) {
        if (!text.take("{")) {
            throw text.fault("a property is written \\p{name}");
        }
        String name = text.braced();
        boolean inverted = name.startsWith("^");
        CharacterSet set = CharacterSets.named(inverted ? name.substring(1) : name)
                .orElseThrow(() -> text.fault("there is no general category or script \"" + name + "\""));
        return negative != inverted ? set.not() : set;
    }

    /** The one character that an escape stands for. */
    private int character() {
        int c = text.next();
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'f' -> '\f';
            case 'v' -> 0x0B;
            case 'a' -> 0x07;
            case 'e' -> 0x1B;
            case 'x' -> text.take("{") ? codePoint(text.braced()) : codePoint(digits(2));
            case 'u' -> codePoint(digits(4));
            default -> literal(c);
        };
    }

    private int literal(int c) {
        if (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
            throw text.fault("\\" + Character.toString(c) + " is not supported");
        }
        return c;
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.appendCodePoint(text.next());
        }
        return digits.toString();
    }

    private int codePoint(String hexadecimal) {
        try {
            int codePoint = Integer.parseInt(hexadecimal, 16);
            if (Character.isValidCodePoint(codePoint)) {
                return codePoint;
            }
        } catch (NumberFormatException e) {
            throw text.fault("\"" + hexadecimal + "\" is no hexadecimal number");
        }
        throw text.fault("\"" + hexadecimal + "\" is no code point");
    }
}
