package io.malmoi.tokenization.definition;

import io.malmoi.tokenization.pattern.Pattern;

/** What is looked for in a text. */
public sealed interface TextPattern {
    /** GPT-2's regular expression. */
    String GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    /**
     * GPT-2's, but that signs take the line ends after them: sentences that end a paragraph then end with one token. Numbers stay
     * whole, since Korean writes them without spaces before their units.
     */
    String KOREAN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+"
            + "|\\s+(?!\\S)|\\s+";

    /** The regular expression of tiktoken's {@code cl100k_base} (GPT-4), as Hugging Face tokenizers are given it. */
    String CL100K = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** The regular expression of tiktoken's {@code o200k_base} (GPT-4o), as Hugging Face tokenizers are given it. */
    String O200K = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** What finds it. */
    Pattern compiled();

    /** These very characters: 1 to 100. */
    record Literal(String text) implements TextPattern {
        /** @throws io.malmoi.tokenization.pattern.PatternException if there are none, or too many */
        public Literal {
            Pattern.literal(text);
        }

        @Override
        public Pattern compiled() {
            return Pattern.literal(text);
        }
    }

    /** A regular expression, see {@link Pattern}. */
    record Regex(String expression) implements TextPattern {
        /** @throws io.malmoi.tokenization.pattern.PatternException if it is malformed or not supported, with the place */
        public Regex {
            Pattern.compile(expression);
        }

        @Override
        public Pattern compiled() {
            return Pattern.compile(expression);
        }
    }
}
