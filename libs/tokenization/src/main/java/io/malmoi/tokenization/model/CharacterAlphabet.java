package io.malmoi.tokenization.model;

import io.malmoi.tokenization.definition.Model;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A token for each character, which may differ at the beginning, inside and at the end of a word. */
final class CharacterAlphabet implements Alphabet {
    private static final int NONE = -1;

    private final Map<String, Integer> ids = new HashMap<>();
    private final Model.Bpe.Options options;
    private final int unknown;

    CharacterAlphabet(List<String> tokens, Model.Bpe.Options options) {
        this.options = options;
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        unknown = options.unknownToken().isEmpty() ? NONE : ids.get(options.unknownToken());
    }

    @Override
    public int[] ids(char[] text, int start, int limit) {
        return symbols(text, start, limit).ids();
    }

    @Override
    public Symbols symbols(char[] text, int start, int limit) {
        Collector symbols = new Collector(limit - start);
        for (int i = start; i < limit; ) {
            int next = i + (Character.isHighSurrogate(text[i]) ? 2 : 1);
            String character = spelt(new String(text, i, next - i), i == start, next == limit);
            Integer id = ids.get(character);
            if (id != null) {
                symbols.add(id, i - start, next - start);
            } else if (!addBytes(character, i - start, next - start, symbols) && unknown != NONE) {
                symbols.addUnknown(i - start, next - start);
            }
            i = next;
        }
        return symbols.symbols();
    }

    private String spelt(String character, boolean first, boolean last) {
        String prefix = first ? "" : options.continuingSubwordPrefix();
        return last ? prefix + character + options.endOfWordSuffix() : prefix + character;
    }

    private boolean addBytes(String character, int start, int end, Collector symbols) {
        if (!options.byteFallback()) {
            return false;
        }
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        int[] found = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            Integer id = ids.get(String.format("<0x%02X>", bytes[i]));
            if (id == null) {
                return false;
            }
            found[i] = id;
        }
        for (int id : found) {
            symbols.add(id, start, end);
        }
        return true;
    }

    private final class Collector {
        private Symbols all;
        private int count;
        private boolean unknownLast;

        Collector(int characters) {
            all = new Symbols(new int[characters], new int[characters], new int[characters]);
        }

        void add(int id, int start, int end) {
            if (count == all.ids().length) {
                all = new Symbols(
                        Arrays.copyOf(all.ids(), count * 2),
                        Arrays.copyOf(all.starts(), count * 2),
                        Arrays.copyOf(all.ends(), count * 2));
            }
            all.ids()[count] = id;
            all.starts()[count] = start;
            all.ends()[count++] = end;
            unknownLast = false;
        }

        void addUnknown(int start, int end) {
            if (unknownLast && options.fuseUnknown()) {
                all.ends()[count - 1] = end;
                return;
            }
            add(unknown, start, end);
            unknownLast = true;
        }

        Symbols symbols() {
            return all.first(count);
        }
    }
}
