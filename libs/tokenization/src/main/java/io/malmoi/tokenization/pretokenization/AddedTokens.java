package io.malmoi.tokenization.pretokenization;

import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.SpecialTokens;
import io.malmoi.tokenization.pattern.CharacterClasses;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds added tokens in a text: the leftmost, and of those that begin there the longest. */
public final class AddedTokens {
    private record Entry(String spelling, AddedToken token) {}

    private final Map<Character, List<Entry>> byFirst = new HashMap<>();
    private final BitSet firsts = new BitSet();
    private final boolean allSpecial;

    /** Finds these tokens, spelt as the function makes it. */
    public AddedTokens(Collection<AddedToken> tokens, UnaryOperator<String> spelling) {
        allSpecial = tokens.stream().allMatch(AddedToken::special);
        for (AddedToken token : tokens) {
            String spelt = spelling.apply(token.content());
            if (!spelt.isEmpty()) {
                byFirst.merge(spelt.charAt(0), List.of(new Entry(spelt, token)), AddedTokens::longestFirst);
                firsts.set(spelt.charAt(0));
            }
        }
    }

    private static List<Entry> longestFirst(List<Entry> some, List<Entry> more) {
        return Stream.concat(some.stream(), more.stream())
                .sorted(Comparator.comparingInt(
                                (Entry entry) -> entry.spelling().length())
                        .reversed())
                .toList();
    }

    public boolean isEmpty() {
        return byFirst.isEmpty();
    }

    /** Takes what a text is made of, by the places in it. */
    public interface Parts {
        void text(int from, int to);

        void token(int id, int from, int to);
    }

    /** Takes a text apart; special tokens are left in it as text unless they are to be parsed. */
    public void split(String text, Predicate<AddedToken> parsed, Parts parts) {
        int from = 0;
        int at = byFirst.isEmpty() || allSpecial && parsed == SpecialTokens.NONE ? text.length() : 0;
        while (at < text.length()) {
            Entry entry = firsts.get(text.charAt(at)) ? at(text, at) : null;
            if (entry == null) {
                at++;
                continue;
            }
            int end = at + entry.spelling().length();
            if (isFound(entry.token(), parsed) && !insideWord(text, at, end, entry.token())) {
                end = found(text, from, at, end, entry.token(), parts);
                from = end;
            }
            at = end;
        }
        if (from < text.length()) {
            parts.text(from, text.length());
        }
    }

    /** Gives the text before a token, and the token; returns where it ends. */
    private static int found(String text, int from, int at, int end, AddedToken token, Parts parts) {
        int start = token.extent().leftStrip() ? Math.max(from, spaceStart(text, at)) : at;
        if (start > from) {
            parts.text(from, start);
        }
        int reach = token.extent().rightStrip() ? spaceEnd(text, end) : end;
        parts.token(token.id(), start, reach);
        return reach;
    }

    private static boolean isFound(AddedToken token, Predicate<AddedToken> parsed) {
        return !token.special() || parsed.test(token);
    }

    /** The longest token at a place where one may begin. */
    private Entry at(String text, int index) {
        for (Entry entry : byFirst.get(text.charAt(index))) {
            if (text.startsWith(entry.spelling(), index)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean insideWord(String text, int start, int end, AddedToken token) {
        return token.extent().singleWord()
                && (start > 0 && PreTokenization.isWord(text.codePointBefore(start))
                        || end < text.length() && PreTokenization.isWord(text.codePointAt(end)));
    }

    private static int spaceStart(String text, int end) {
        int start = end;
        while (start > 0 && CharacterClasses.of(text.charAt(start - 1)) == CharacterClasses.SPACE) {
            start--;
        }
        return start;
    }

    private static int spaceEnd(String text, int start) {
        int end = start;
        while (end < text.length() && CharacterClasses.of(text.charAt(end)) == CharacterClasses.SPACE) {
            end++;
        }
        return end;
    }
}
