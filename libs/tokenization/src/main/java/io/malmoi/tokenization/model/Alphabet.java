package io.malmoi.tokenization.model;

import java.util.Arrays;

/** Turns a word into its first tokens, which are then merged. Thread-safe. */
public interface Alphabet {
    /** The ids of a word. */
    int[] ids(char[] text, int start, int limit);

    /** The ids of a word and the places, from the word's beginning, of the characters that each stands for. */
    Symbols symbols(char[] text, int start, int limit);

    /** Ids and where the characters of each begin and end. */
    record Symbols(int[] ids, int[] starts, int[] ends) {
        /** The first of these. */
        Symbols first(int count) {
            return new Symbols(Arrays.copyOf(ids, count), Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
        }
    }
}
