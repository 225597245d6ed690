package io.malmoi.tokenization.text;

import io.malmoi.tokenization.collections.IntList;
import java.util.Arrays;

/**
 * A part of a text on its way through normalizer and pre-tokenizer: UTF-16 without unpaired surrogates. If it is tracked, it
 * knows from which characters of the original text each of its characters comes. Nobody changes the arrays.
 *
 * @param first whether it begins where the original text begins
 * @param starts where in the original text what each character stands for begins; null if it is not tracked
 * @param ends where it ends; null if it is not tracked
 */
public record TextSlice(char[] characters, int start, int limit, boolean first, int[] starts, int[] ends) {

    /** A text that does not know where it comes from. */
    public static TextSlice untracked(char[] characters, int start, int limit, boolean first) {
        return new TextSlice(characters, start, limit, first, null, null);
    }

    /** A text whose characters begin at an index of the original. */
    public static TextSlice tracked(String text, int index) {
        int[] starts = new int[text.length()];
        int[] ends = new int[text.length()];
        Arrays.setAll(starts, i -> index + i);
        Arrays.setAll(ends, i -> index + i + 1);
        return new TextSlice(text.toCharArray(), 0, text.length(), index == 0, starts, ends);
    }

    public boolean tracked() {
        return starts != null;
    }

    public int length() {
        return limit - start;
    }

    public TextSlice part(int from, int to) {
        return new TextSlice(characters, from, to, first && from == start, starts, ends);
    }

    public int codePointAt(int index) {
        char c = characters[index];
        return Character.isHighSurrogate(c) ? Character.toCodePoint(c, characters[index + 1]) : c;
    }

    /** A slice of new text; a builder that takes what becomes of each part of this one. */
    public Builder builder() {
        return new Builder(this);
    }

    @Override
    public String toString() {
        return new String(characters, start, limit - start);
    }

    /** Puts a changed text together from left to right. */
    public static final class Builder {
        private final TextSlice source;
        private final StringBuilder text;
        private final IntList starts;
        private final IntList ends;

        private Builder(TextSlice source) {
            this.source = source;
            text = new StringBuilder(source.length() + 8);
            starts = source.tracked() ? new IntList(source.length() + 8) : null;
            ends = source.tracked() ? new IntList(source.length() + 8) : null;
        }

        /** Keeps a part of the source as it is. */
        public void keep(int from, int to) {
            text.append(source.characters, from, to - from);
            if (starts != null) {
                starts.addRange(source.starts, from, to - from);
                ends.addRange(source.ends, from, to - from);
            }
        }

        /** Puts a text in the place of a part of the source; if the part is empty, the text comes from the character after it. */
        public void replace(int from, int to, String replacement) {
            text.append(replacement);
            if (starts == null) {
                return;
            }
            int first = Math.min(from, source.limit - 1);
            int last = Math.max(first, to - 1);
            for (int i = 0; i < replacement.length(); i++) {
                starts.add(source.starts[first]);
                ends.add(source.ends[last]);
            }
        }

        public TextSlice build() {
            char[] characters = text.toString().toCharArray();
            return new TextSlice(
                    characters,
                    0,
                    characters.length,
                    source.first,
                    starts == null ? null : starts.toArray(),
                    ends == null ? null : ends.toArray());
        }
    }
}
