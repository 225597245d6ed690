package io.malmoi.tokenization.pattern;

import java.util.List;

/**
 * A regular expression in the syntax of Oniguruma, which Hugging Face tokenizers' {@code Split} uses: sets, general categories
 * and scripts, groups, greedy, lazy and possessive repetition, atomic groups, looking ahead, looking behind by one character,
 * borders, {@code (?i)} and {@code (?m)}. No captures and no references back, so that time stays linear. Knows the Unicode of the
 * reference library. Immutable and thread-safe.
 */
public final class Pattern {
    private static final int LONGEST = 10_000;
    private static final int LONGEST_LITERAL = 100;

    private final Program program;
    private final CharacterSet firsts; // null: it may begin with anything

    private Pattern(Node node) {
        program = Program.of(node);
        firsts = Firsts.of(node);
    }

    /**
     * Compiles a pattern.
     *
     * @throws PatternException if it is malformed, too large, or asks for what is not supported
     */
    public static Pattern compile(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new PatternException("the pattern has " + pattern.length() + " characters; at most " + LONGEST);
        }
        return new Pattern(Parser.parse(pattern));
    }

    /** A pattern that matches these very characters, of which there must be one at least. */
    public static Pattern literal(String text) {
        if (text.isEmpty() || text.length() > LONGEST_LITERAL) {
            throw new PatternException(
                    "the text to look for has " + text.length() + " characters; it must have 1 to " + LONGEST_LITERAL);
        }
        List<Node> characters = text.codePoints()
                .mapToObj(c -> (Node) new Node.Characters(CharacterSet.range(c, c)))
                .toList();
        return new Pattern(new Node.Chain(characters));
    }

    /**
     * Finds the matches in a part of a text, which is all that the pattern sees.
     *
     * @param text UTF-16 without unpaired surrogates
     */
    public Matcher matcher(char[] text, int start, int limit) {
        return new Matcher(program, firsts, text, start, limit);
    }
}
