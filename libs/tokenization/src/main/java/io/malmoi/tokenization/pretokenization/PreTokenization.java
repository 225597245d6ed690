package io.malmoi.tokenization.pretokenization;

import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.pattern.CharacterClasses;
import io.malmoi.tokenization.pattern.Pattern;
import io.malmoi.tokenization.text.TextSlice;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Cuts a text into words as a {@link PreTokenizer} says. Thread-safe. */
@FunctionalInterface
public interface PreTokenization {
    void split(TextSlice text, Words words);

    /** Takes the words of a text from left to right. */
    @FunctionalInterface
    interface Words {
        /** The word is a part of a slice, which need not be the slice that was split. */
        void word(TextSlice text, int start, int limit);
    }

    static PreTokenization of(PreTokenizer preTokenizer) {
        if (preTokenizer instanceof PreTokenizer.ByteLevel byteLevel) {
            return byteLevel(byteLevel);
        }
        if (preTokenizer instanceof PreTokenizer.Whitespace) {
            return (text, words) -> runs(text, PreTokenization::whitespaceKind, words);
        }
        if (preTokenizer instanceof PreTokenizer.WhitespaceSplit) {
            return (text, words) -> runs(text, c -> isSpace(c) ? LOST : 0, words);
        }
        if (preTokenizer instanceof PreTokenizer.Digits digits) {
            int number = digits.individual() ? APART : 1;
            return (text, words) -> runs(text, c -> CharacterClasses.isNumber(c) ? number : 0, words);
        }
        if (preTokenizer instanceof PreTokenizer.Metaspace metaspace) {
            return (text, words) -> metaspace(text, metaspace, words);
        }
        if (preTokenizer instanceof PreTokenizer.Split split) {
            return split(split);
        }
        return all(((PreTokenizer.Sequence) preTokenizer)
                .preTokenizers().stream()
                        .filter(part -> !part.equals(PreTokenizer.BYTES))
                        .map(PreTokenization::of)
                        .toList());
    }

    private static PreTokenization all(List<PreTokenization> parts) {
        if (parts.isEmpty()) {
            return (text, words) -> words.word(text, text.start(), text.limit());
        }
        PreTokenization first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        PreTokenization rest = all(parts.subList(1, parts.size()));
        return (text, words) -> first.split(text, (word, start, limit) -> rest.split(word.part(start, limit), words));
    }

    private static PreTokenization byteLevel(PreTokenizer.ByteLevel byteLevel) {
        PreTokenization cut =
                byteLevel.useRegex() ? WordPattern.GPT2 : (text, words) -> words.word(text, text.start(), text.limit());
        return byteLevel.addPrefixSpace() ? (text, words) -> cut.split(prefixed(text, ' '), words) : cut;
    }

    private static TextSlice prefixed(TextSlice text, char prefix) {
        boolean there = text.length() > 0 && text.characters()[text.start()] == prefix;
        return there ? text : Normalization.prepend(text, String.valueOf(prefix));
    }

    private static PreTokenization split(PreTokenizer.Split split) {
        boolean keepsAll = split.invert()
                ? split.behavior() == PreTokenizer.SplitBehavior.REMOVED
                : split.behavior() == PreTokenizer.SplitBehavior.ISOLATED;
        if (keepsAll && split.pattern().equals(new TextPattern.Regex(TextPattern.GPT2))) {
            return WordPattern.GPT2;
        }
        if (keepsAll && split.pattern().equals(new TextPattern.Regex(TextPattern.KOREAN))) {
            return WordPattern.KOREAN;
        }
        Pattern pattern = split.pattern().compiled();
        return (text, words) -> new Matches(pattern, split.invert(), text).split(split.behavior(), words);
    }

    private static void metaspace(TextSlice text, PreTokenizer.Metaspace metaspace, Words words) {
        if (text.length() == 0) {
            return;
        }
        char mark = metaspace.replacement();
        TextSlice marked = marked(text, mark);
        boolean prepend = metaspace.prependScheme() == PreTokenizer.PrependScheme.ALWAYS
                || metaspace.prependScheme() == PreTokenizer.PrependScheme.FIRST && text.first();
        TextSlice whole = prepend ? prefixed(marked, mark) : marked;
        int start = whole.start();
        for (int i = start + 1; metaspace.split() && i < whole.limit(); i++) {
            if (whole.characters()[i] == mark) {
                words.word(whole, start, i);
                start = i;
            }
        }
        words.word(whole, start, whole.limit());
    }

    private static TextSlice marked(TextSlice text, char mark) {
        TextSlice.Builder marked = text.builder();
        int from = text.start();
        for (int i = from; i < text.limit(); i++) {
            if (text.characters()[i] == ' ') {
                marked.keep(from, i);
                marked.replace(i, i + 1, String.valueOf(mark));
                from = i + 1;
            }
        }
        marked.keep(from, text.limit());
        return marked.build();
    }

    /** A kind of characters that are lost. */
    int LOST = -1;

    /** A kind of characters that are a word each. */
    int APART = -2;

    /** Words are runs of characters of one kind. */
    private static void runs(TextSlice text, IntUnaryOperator kinds, Words words) {
        int start = text.start();
        int kind = LOST;
        for (int i = start; i < text.limit(); ) {
            int c = text.codePointAt(i);
            int here = kinds.applyAsInt(c);
            if (here != kind || here == APART) {
                if (kind != LOST && i > start) {
                    words.word(text, start, i);
                }
                start = i;
                kind = here;
            }
            i += Character.charCount(c);
        }
        if (kind != LOST && start < text.limit()) {
            words.word(text, start, text.limit());
        }
    }

    private static boolean isSpace(int codePoint) {
        return CharacterClasses.of(codePoint) == CharacterClasses.SPACE;
    }

    private static int whitespaceKind(int codePoint) {
        return isSpace(codePoint) ? LOST : isWord(codePoint) ? 1 : 0;
    }

    /** What {@code \w} of the reference library's other kind of regular expressions matches. */
    static boolean isWord(int codePoint) {
        boolean joiner = codePoint == 0x200C || codePoint == 0x200D;
        return joiner || CharacterClasses.isWord(codePoint) && !isLatin1Number(codePoint);
    }

    private static boolean isLatin1Number(int codePoint) {
        return codePoint < 0x100
                && CharacterClasses.of(codePoint) == CharacterClasses.NUMBER
                && !(codePoint >= '0' && codePoint <= '9');
    }
}
