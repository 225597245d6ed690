package io.malmoi.tokenization;

import java.util.List;

/**
 * Tokens of a BPE model, spelt as {@link ByteLevel} does, by their ids, and its merges by their ranks.
 *
 * @param tokens spelling of each id
 * @param merges the first one goes before all others
 */
record Vocabulary(List<String> tokens, List<Vocabulary.Merge> merges) {
    /** Two ids that become a third. */
    record Merge(int first, int second, int merged) {}

    Vocabulary {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }
}
