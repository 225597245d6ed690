package io.malmoi.tokenization.definition;

import java.util.ArrayList;
import java.util.List;

/** All that a {@code tokenizer.json} says. */
public record TokenizerDefinition(
        List<AddedToken> added,
        Normalizer normalizer,
        PreTokenizer preTokenizer,
        PostProcessor postProcessor,
        TokenDecoder decoder,
        Model model) {
    public TokenizerDefinition {
        added = List.copyOf(added);
    }

    /** Spelling of each id, those of added tokens included; empty where there is none. */
    public List<String> tokens() {
        List<String> tokens = new ArrayList<>(model.tokens());
        for (AddedToken token : added) {
            while (tokens.size() <= token.id()) {
                tokens.add("");
            }
            tokens.set(token.id(), token.content());
        }
        return List.copyOf(tokens);
    }
}
