package io.malmoi.tokenization;

import java.util.List;

/**
 * All that a {@code tokenizer.json} says: what is done to the text, the BPE model, and the added tokens, which the vocabulary
 * holds, too.
 */
record TokenizerModel(Normalization normalization, Vocabulary vocabulary, List<AddedToken> added) {
    TokenizerModel {
        added = List.copyOf(added);
    }
}
