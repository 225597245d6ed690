package io.malmoi.tokenization.pretokenization;

import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.pattern.CharacterClasses;
import io.malmoi.tokenization.pattern.Matcher;
import io.malmoi.tokenization.pattern.Pattern;
import io.malmoi.tokenization.text.TextSlice;
import java.text.Normalizer.Form;
import java.util.List;

/** Does what a {@link Normalizer} says. Returns the very same slice if there is nothing to change. Thread-safe. */
@FunctionalInterface
public interface Normalization {
    /** The only character that two stand for in lower case whatever stands around it. */
    int DOTTED_CAPITAL_I = 0x130;

    TextSlice apply(TextSlice text);

    static Normalization of(Normalizer normalizer) {
        if (normalizer instanceof Normalizer.Unicode unicode) {
            return new UnicodeNormalization(unicode.form());
        }
        if (normalizer instanceof Normalizer.Lowercase) {
            return Normalization::lowercase;
        }
        if (normalizer instanceof Normalizer.Strip strip) {
            return text -> strip(text, strip);
        }
        if (normalizer instanceof Normalizer.Replace replace) {
            Pattern pattern = replace.pattern().compiled();
            return text -> replace(text, pattern, replace.content());
        }
        if (normalizer instanceof Normalizer.Prepend prepend) {
            return text -> prepend(text, prepend.prepend());
        }
        return all(((Normalizer.Sequence) normalizer)
                .normalizers().stream().map(Normalization::of).toList());
    }

    private static Normalization all(List<Normalization> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : text -> {
                    TextSlice normalized = text;
                    for (Normalization part : parts) {
                        normalized = part.apply(normalized);
                    }
                    return normalized;
                };
    }

    private static TextSlice lowercase(TextSlice text) {
        TextSlice.Builder lower = null;
        for (int i = text.start(); i < text.limit(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            int small = CharacterClasses.toLowerCase(c);
            if (small != c || c == DOTTED_CAPITAL_I) {
                if (lower == null) {
                    lower = text.builder();
                    lower.keep(text.start(), i);
                }
                lower.replace(i, next, c == DOTTED_CAPITAL_I ? "i\u0307" : Character.toString(small));
            } else if (lower != null) {
                lower.keep(i, next);
            }
            i = next;
        }
        return lower == null ? text : lower.build();
    }

    private static TextSlice strip(TextSlice text, Normalizer.Strip strip) {
        int start = text.start();
        int limit = text.limit();
        while (strip.left() && start < limit && isSpace(text.characters()[start])) {
            start++;
        }
        while (strip.right() && limit > start && isSpace(text.characters()[limit - 1])) {
            limit--;
        }
        return start == text.start() && limit == text.limit() ? text : text.part(start, limit);
    }

    /** All white space is below U+10000. */
    private static boolean isSpace(char c) {
        return CharacterClasses.of(c) == CharacterClasses.SPACE;
    }

    private static TextSlice replace(TextSlice text, Pattern pattern, String content) {
        Matcher matches = pattern.matcher(text.characters(), text.start(), text.limit());
        if (!matches.find()) {
            return text;
        }
        TextSlice.Builder replaced = text.builder();
        int from = text.start();
        do {
            replaced.keep(from, matches.start());
            replaced.replace(matches.start(), matches.end(), content);
            from = matches.end();
        } while (matches.find());
        replaced.keep(from, text.limit());
        return replaced.build();
    }

    static TextSlice prepend(TextSlice text, String prefix) {
        if (text.length() == 0) {
            return text;
        }
        TextSlice.Builder prepended = text.builder();
        prepended.replace(text.start(), text.start(), prefix);
        prepended.keep(text.start(), text.limit());
        return prepended.build();
    }

    /** The forms of Unicode. */
    record UnicodeNormalization(Form form) implements Normalization {
        @Override
        public TextSlice apply(TextSlice text) {
            if (inert(text)) {
                return text;
            }
            String whole = text.toString();
            if (!CombiningMarks.hasLongRun(whole) && java.text.Normalizer.isNormalized(whole, form)) {
                return text;
            }
            TextSlice.Builder normalized = text.builder();
            int from = text.start();
            for (int i = from; i < text.limit(); ) {
                int c = text.codePointAt(i);
                int next = i + Character.charCount(c);
                boolean late = CharacterClasses.isLate(c);
                if (late
                        || text.tracked() && i > from && separate(Character.codePointBefore(text.characters(), i), c)) {
                    normalize(text, from, i, normalized);
                    from = i;
                }
                if (late) {
                    normalized.keep(i, next);
                    from = next;
                }
                i = next;
            }
            normalize(text, from, text.limit(), normalized);
            return normalized.build();
        }

        private void normalize(TextSlice text, int from, int to, TextSlice.Builder normalized) {
            String part = new String(text.characters(), from, to - from);
            String ordered = CombiningMarks.hasLongRun(part) ? CombiningMarks.ordered(part) : part;
            String changed = java.text.Normalizer.normalize(ordered, form);
            if (changed.equals(part)) {
                normalized.keep(from, to);
            } else {
                normalized.replace(from, to, changed);
            }
        }

        /** Whether two characters beside each other become the same apart as together. A letter ㅠ is a vowel jamo in NFKC. */
        private boolean separate(int before, int codePoint) {
            String parts = decomposed(codePoint);
            int first = parts.codePointAt(0);
            if (CharacterClasses.category(first).charAt(0) == 'M') {
                return false;
            }
            if (!isVowel(first) && !isFinal(first)) {
                return true;
            }
            String partsBefore = decomposed(before);
            int last = partsBefore.codePointBefore(partsBefore.length());
            return isFinal(first) ? !isVowel(last) : last < 0x1100 || last > 0x1112;
        }

        private static boolean isVowel(int jamo) {
            return jamo >= 0x1161 && jamo <= 0x1175;
        }

        private static boolean isFinal(int jamo) {
            return jamo >= 0x11A8 && jamo <= 0x11C2;
        }

        /** What the form takes a character apart into before it composes. */
        private String decomposed(int codePoint) {
            String character = Character.toString(codePoint);
            boolean compatible = form == Form.NFKC || form == Form.NFKD;
            return codePoint < 0x80
                    ? character
                    : java.text.Normalizer.normalize(character, compatible ? Form.NFKD : Form.NFD);
        }

        /** Whether every character is of those, the most frequent, that the form leaves alone whatever stands beside them. */
        private boolean inert(TextSlice text) {
            char from = form == Form.NFC ? '\u0300' : '\u0080';
            char[] characters = text.characters();
            for (int i = text.start(); i < text.limit(); i++) {
                if (characters[i] >= from && !inert(characters[i])) {
                    return false;
                }
            }
            return true;
        }

        private boolean inert(char c) {
            if (c >= 0xAC00 && c <= 0xD7A3) {
                return form == Form.NFC || form == Form.NFKC;
            }
            return c >= 0x4E00 && c <= 0x9FFF || form == Form.NFC && inertInNfc(c);
        }

        private static boolean inertInNfc(char c) {
            boolean kana = c >= 0x3041 && c <= 0x30FF && c != 0x3099 && c != 0x309A;
            boolean punctuation = c >= 0x2010 && c <= 0x205F || c >= 0x3001 && c <= 0x3020;
            return kana || punctuation;
        }
    }
}
