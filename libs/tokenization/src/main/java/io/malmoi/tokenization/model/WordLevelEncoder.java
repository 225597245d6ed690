package io.malmoi.tokenization.model;

import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.text.ByteSpelling;
import io.malmoi.tokenization.text.InvalidTextException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Looks words up. Thread-safe. */
final class WordLevelEncoder implements WordEncoder {
    private final Map<String, Integer> ids = new HashMap<>();
    private final String unknownToken;
    private final boolean byteLevel;

    WordLevelEncoder(Model.WordLevel model, boolean byteLevel) {
        for (int id = 0; id < model.tokens().size(); id++) {
            ids.put(model.tokens().get(id), id);
        }
        unknownToken = model.unknownToken();
        this.byteLevel = byteLevel;
    }

    @Override
    public void encode(char[] text, int start, int limit, IntList list) {
        list.add(id(new String(text, start, limit - start)));
    }

    private int id(String word) {
        String spelt = byteLevel ? ByteSpelling.spell(word.getBytes(StandardCharsets.UTF_8)) : word;
        Integer id = ids.get(spelt);
        if (id == null && !unknownToken.isEmpty()) {
            id = ids.get(unknownToken);
        }
        if (id == null) {
            String shown = word.length() > 40 ? word.substring(0, 40) + "…" : word;
            throw new InvalidTextException("the vocabulary has no token for the word \"" + shown
                    + "\", and the tokenizer no token for unknown words: use one that has");
        }
        return id;
    }

    @Override
    public Alphabet.Symbols trace(char[] text, int start, int limit) {
        int id = id(new String(text, start, limit - start));
        return new Alphabet.Symbols(new int[] {id}, new int[] {0}, new int[] {limit - start});
    }
}
