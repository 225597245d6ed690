package io.malmoi.tokenization.training;

import io.malmoi.tokenization.counting.WordCounts;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.text.ByteSpelling;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.text.Utf8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The tokens that training begins with, special tokens first: the 256 bytes in the order of the characters that they are spelt
 * with, or the characters of the text in the order of their code points. Not thread-safe.
 */
abstract sealed class FirstTokens {
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private int[] ids = new int[1 << 10];

    private FirstTokens(List<String> specialTokens) {
        specialTokens.forEach(this::place);
    }

    static FirstTokens of(BpeSettings settings, WordCounts words) {
        FirstTokens first = settings.preTokenizer().has(PreTokenizer.ByteLevel.class)
                ? new Bytes(settings.specialTokens())
                : new Characters(settings, words);
        int size = first.tokens().size();
        if (size > settings.vocabularySize()) {
            throw new InvalidTextException(
                    "the text has so many different characters that the vocabulary begins with " + size
                            + " tokens, but vocabulary_size is " + settings.vocabularySize()
                            + ": give at least as many, or set limit_alphabet");
        }
        return first;
    }

    /** Place of a token, which is added if it is not there. */
    final int place(String token) {
        Integer there = places.putIfAbsent(token, tokens.size());
        if (there == null) {
            tokens.add(token);
        }
        return there == null ? tokens.size() - 1 : there;
    }

    final boolean has(String token) {
        return places.containsKey(token);
    }

    final List<String> tokens() {
        return tokens;
    }

    /** How many first tokens a token is made of, which for a special token is more than one. */
    abstract int length(int id);

    /** Finds the first tokens of a word, and puts them into {@link #ids}; returns how many there are. */
    abstract int of(char[] text, int start, int limit);

    /** What {@link #of} has found. */
    final int[] ids() {
        return ids;
    }

    final void ensure(int count) {
        ids = ids.length >= count ? ids : new int[count];
    }

    private static final class Bytes extends FirstTokens {
        private final int[] byteIds = new int[ByteSpelling.BYTES];
        private byte[] bytes = new byte[1 << 10];

        Bytes(List<String> specialTokens) {
            super(specialTokens);
            for (char character = 0; character < 2 * ByteSpelling.BYTES; character++) {
                int value = ByteSpelling.value(character);
                if (value >= 0) {
                    byteIds[value] = place(String.valueOf(character));
                }
            }
        }

        @Override
        int length(int id) {
            return ByteSpelling.bytes(tokens().get(id)).length;
        }

        @Override
        int of(char[] text, int start, int limit) {
            int most = Math.multiplyExact(3, limit - start);
            bytes = bytes.length >= most ? bytes : new byte[most];
            int length = Utf8.encode(text, start, limit, bytes, 0);
            ensure(length);
            for (int i = 0; i < length; i++) {
                ids()[i] = byteIds[bytes[i] & 0xFF];
            }
            return length;
        }
    }

    private static final class Characters extends FirstTokens {
        private final BpeSettings.Characters settings;
        private final int whole; // tokens that are made of one character, or special

        Characters(BpeSettings settings, WordCounts words) {
            super(settings.specialTokens());
            this.settings = settings.characters();
            alphabet(words).forEach(this::place);
            whole = tokens().size();
            boolean affixed = !this.settings.continuingSubwordPrefix().isEmpty()
                    || !this.settings.endOfWordSuffix().isEmpty();
            if (affixed) {
                TreeSet<String> spelt = new TreeSet<>();
                words.forEach((text, start, limit, count) -> forEach(text, start, limit, spelt::add));
                spelt.forEach(this::place);
            }
        }

        private List<String> alphabet(WordCounts words) {
            Map<Integer, Long> counts = new HashMap<>();
            words.forEach((text, start, limit, count) -> {
                for (int i = start; i < limit; ) {
                    int c = Character.codePointAt(text, i, limit);
                    counts.merge(c, count, Long::sum);
                    i += Character.charCount(c);
                }
            });
            settings.initialAlphabet().codePoints().forEach(c -> counts.put(c, Long.MAX_VALUE));
            long limit = settings.limitAlphabet() == 0 ? Long.MAX_VALUE : settings.limitAlphabet();
            return counts.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<Integer, Long> entry) -> -entry.getValue())
                            .thenComparingInt(Map.Entry::getKey))
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .map(Character::toString)
                    .toList();
        }

        /** Gives the spelling of every character of a word that the alphabet has. */
        private void forEach(char[] text, int start, int limit, Consumer<String> spelling) {
            for (int i = start; i < limit; ) {
                int c = Character.codePointAt(text, i, limit);
                int next = i + Character.charCount(c);
                String character = Character.toString(c);
                if (has(character)) {
                    String prefix = i == start ? "" : settings.continuingSubwordPrefix();
                    String suffix = next == limit ? settings.endOfWordSuffix() : "";
                    spelling.accept(prefix + character + suffix);
                }
                i = next;
            }
        }

        @Override
        int length(int id) {
            String token = tokens().get(id);
            return id < whole ? token.codePointCount(0, token.length()) : 1;
        }

        @Override
        int of(char[] text, int start, int limit) {
            ensure(limit - start);
            int[] count = {0};
            forEach(text, start, limit, spelling -> ids()[count[0]++] = place(spelling));
            return count[0];
        }
    }
}
