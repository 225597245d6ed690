package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.documents.Sentences;
import java.util.Locale;

/**
 * Breaks lines that are too long: after the last sentence that ends in the second half of what may stand in a line; where
 * none ends, at a space; where there is none, between two characters.
 */
public final class LongLines implements TextStep {
    /** The least number of characters that can be asked for. */
    public static final int SHORTEST = 100;

    private final int maximum;

    /**
     * Of so many characters of UTF-16 at most.
     *
     * @throws IllegalArgumentException if that is less than {@value #SHORTEST}
     */
    public LongLines(int maximum) {
        if (maximum < SHORTEST) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "a line is to have %,d characters at most; allow %d", maximum, SHORTEST));
        }
        this.maximum = maximum;
    }

    @Override
    public String name() {
        return "long-lines";
    }

    @Override
    public String clean(String text) {
        if (text.length() <= maximum) {
            return text;
        }
        StringBuilder broken = null;
        int begin = 0;
        while (begin < text.length()) {
            int lineFeed = text.indexOf('\n', begin);
            int end = lineFeed < 0 ? text.length() : lineFeed;
            if (end - begin > maximum) {
                broken = broken == null ? new StringBuilder(text.length() + 64).append(text, 0, begin) : broken;
                breakLine(text.substring(begin, end), broken);
            } else if (broken != null) {
                broken.append(text, begin, end);
            }
            if (broken != null && lineFeed >= 0) {
                broken.append('\n');
            }
            begin = end + 1;
        }
        return broken == null ? text : broken.toString();
    }

    private void breakLine(String line, StringBuilder broken) {
        String rest = line;
        while (rest.length() > maximum) {
            int cut = Sentences.cut(rest, maximum / 2, maximum);
            if (cut >= rest.length()) {
                break;
            }
            broken.append(rest, 0, cut);
            rest = rest.substring(cut).stripLeading();
            if (!rest.isEmpty()) {
                broken.append('\n');
            }
        }
        broken.append(rest);
    }
}
