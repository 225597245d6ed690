package io.malmoi.tokenization.model;

import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.collections.WordTable;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.text.ByteSpelling;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns words into the tokens of a BPE model; words that were encoded lately are remembered. Thread-safe. */
final class BpeEncoder implements WordEncoder {
    private final WordCache cache = new WordCache();
    private final WordMerger merger;
    private final Alphabet alphabet;
    private final boolean byteLevel;
    private final Map<String, Integer> whole; // words that are tokens whatever the merges say

    BpeEncoder(Model.Bpe model, boolean byteLevel) {
        this.byteLevel = byteLevel;
        merger = new WordMerger(new MergeRanks(model.merges()));
        alphabet = byteLevel
                ? new ByteAlphabet(model.tokens(), model.options().unknownToken())
                : new CharacterAlphabet(model.tokens(), model.options());
        whole = model.options().ignoreMerges() ? ids(model.tokens()) : Map.of();
    }

    private static Map<String, Integer> ids(List<String> tokens) {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        return ids;
    }

    @Override
    public void encode(char[] text, int start, int limit, IntList ids) {
        if (limit - start > WordCache.LONGEST) {
            int[] merged = merged(text, start, limit);
            ids.addRange(merged, 0, merged.length);
            return;
        }
        int hash = WordTable.hash(text, start, limit);
        if (!cache.find(text, start, limit, hash, ids)) {
            int[] merged = merged(text, start, limit);
            cache.keep(text, start, limit, hash, merged, merged.length);
            ids.addRange(merged, 0, merged.length);
        }
    }

    private int[] merged(char[] text, int start, int limit) {
        Integer token = wholeToken(text, start, limit);
        if (token != null) {
            return new int[] {token};
        }
        int[] ids = alphabet.ids(text, start, limit);
        return Arrays.copyOf(ids, merger.merge(ids, ids.length));
    }

    private Integer wholeToken(char[] text, int start, int limit) {
        if (whole.isEmpty()) {
            return null;
        }
        String word = new String(text, start, limit - start);
        return whole.get(byteLevel ? ByteSpelling.spell(word.getBytes(StandardCharsets.UTF_8)) : word);
    }

    @Override
    public Alphabet.Symbols trace(char[] text, int start, int limit) {
        Integer token = wholeToken(text, start, limit);
        if (token != null) {
            return new Alphabet.Symbols(new int[] {token}, new int[] {0}, new int[] {limit - start});
        }
        Alphabet.Symbols symbols = alphabet.symbols(text, start, limit);
        int[] widths = new int[symbols.ids().length];
        Arrays.fill(widths, 1);
        int count = merger.merge(symbols.ids(), widths, widths.length);
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int i = 0, from = 0; i < count; i++) {
            starts[i] = symbols.starts()[from];
            from += widths[i];
            ends[i] = symbols.ends()[from - 1];
        }
        return new Alphabet.Symbols(Arrays.copyOf(symbols.ids(), count), starts, ends);
    }
}
