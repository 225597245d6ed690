package io.malmoi.datasets.cleaning;

/**
 * Removes characters that nobody sees and that make equal words unequal: control characters, byte order marks, soft
 * hyphens, zero-width spaces, word joiners, and the embeddings, overrides and isolates of bidirectional text.
 *
 * <p>Keeps what carries meaning: the joiners of emoji and of Indic and Arabic script (U+200C, U+200D), variation
 * selectors, direction marks. Keeps controls that stand for white space (tab, form feed, next line): {@link WhiteSpace} sees to them.
 */
public final class ControlCharacters implements TextStep {
    @Override
    public String name() {
        return "control-characters";
    }

    @Override
    public String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text.charAt(i))) {
                return removeFrom(text, i);
            }
        }
        return text;
    }

    private static String removeFrom(String text, int first) {
        var kept = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first + 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!isHarmful(character)) {
                kept.append(character);
            }
        }
        return kept.toString();
    }

    private static boolean isHarmful(char character) {
        if (character > 0x2069) {
            return character == 0xfeff;
        }
        if (character < 0x20) {
            return character < '\t' || character > '\r';
        }
        if (character < 0x7f) {
            return false;
        }
        if (character < 0x200b) {
            return character < 0xa0 && character != 0x85 || character == 0xad;
        }
        return switch (character) {
            case 0x200b, 0x2060 -> true;
            case 0x202a, 0x202b, 0x202c, 0x202d, 0x202e -> true;
            case 0x2066, 0x2067, 0x2068, 0x2069 -> true;
            default -> false;
        };
    }
}
