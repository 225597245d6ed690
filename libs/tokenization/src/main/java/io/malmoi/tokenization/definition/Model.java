package io.malmoi.tokenization.definition;

import java.util.List;

/** What makes tokens of words; each kind is that of the same name in {@code tokenizer.json}. */
public sealed interface Model {
    /** Spelling of each id; an empty one stands for an id that this model does not use. */
    List<String> tokens();

    /** Byte-pair encoding: two neighbouring tokens become one, the pair of lowest rank first. */
    record Bpe(List<String> tokens, List<Merge> merges, Options options) implements Model {
        public Bpe {
            tokens = List.copyOf(tokens);
            merges = List.copyOf(merges);
        }

        /** Two ids that become a third. */
        public record Merge(int first, int second, int merged) {}

        /**
         * How characters become the first tokens. Strings are empty if there is none.
         *
         * @param unknownToken what a character becomes that is not in the vocabulary
         * @param continuingSubwordPrefix begins every character of a word but the first
         * @param endOfWordSuffix ends the last character of a word
         * @param fuseUnknown whether unknown characters side by side become one token
         * @param byteFallback whether an unknown character becomes tokens such as {@code <0xEA>} if there are such
         * @param ignoreMerges whether a word that is a token becomes that token, whatever the merges make of it
         */
        public record Options(
                String unknownToken,
                String continuingSubwordPrefix,
                String endOfWordSuffix,
                boolean fuseUnknown,
                boolean byteFallback,
                boolean ignoreMerges) {
            /** None of these. */
            public static final Options NONE = new Options("", "", "", false, false, false);
        }
    }

    /** Every word is a token; words that are not in the vocabulary become the unknown token, if it is not empty. */
    record WordLevel(List<String> tokens, String unknownToken) implements Model {
        public WordLevel {
            tokens = List.copyOf(tokens);
        }
    }
}
