package io.malmoi.tokenization.model;

import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.definition.Model;

/** Turns a word into tokens. Thread-safe. */
public interface WordEncoder {
    /** Adds the ids of a word. */
    void encode(char[] text, int start, int limit, IntList ids);

    /** The tokens of a word and the places, from its beginning, of the characters that each stands for. */
    Alphabet.Symbols trace(char[] text, int start, int limit);

    static WordEncoder of(Model model, boolean byteLevel) {
        if (model instanceof Model.Bpe bpe) {
            return new BpeEncoder(bpe, byteLevel);
        }
        return new WordLevelEncoder((Model.WordLevel) model, byteLevel);
    }
}
