package io.malmoi.tokenization;

import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds added tokens in a text: the leftmost, and of those that begin there the longest. */
final class AddedTokens {
    private final Map<Character, List<AddedToken>> byFirst = new HashMap<>();
    private final BitSet firsts = new BitSet();
    private final boolean allSpecial;

    AddedTokens(Collection<AddedToken> tokens) {
        allSpecial = tokens.stream().allMatch(AddedToken::special);
        for (AddedToken token : tokens) {
            byFirst.merge(token.content().charAt(0), List.of(token), AddedTokens::longestFirst);
            firsts.set(token.content().charAt(0));
        }
    }

    private static List<AddedToken> longestFirst(List<AddedToken> some, List<AddedToken> more) {
        return Stream.concat(some.stream(), more.stream())
                .sorted(Comparator.comparingInt(
                                (AddedToken token) -> token.content().length())
                        .reversed())
                .toList();
    }

    boolean isEmpty() {
        return byFirst.isEmpty();
    }

    /** Takes what a text is made of. */
    interface Parts {
        void text(String part);

        void token(int id);
    }

    /** Takes a text apart; special tokens are left in it as text unless they are to be parsed. */
    void split(String text, boolean parseSpecial, Parts parts) {
        int from = 0;
        int at = 0;
        boolean none = byFirst.isEmpty() || allSpecial && !parseSpecial;
        while (!none && at < text.length()) {
            AddedToken token = firsts.get(text.charAt(at)) ? at(text, at) : null;
            if (token == null) {
                at++;
                continue;
            }
            int end = at + token.content().length();
            if (parseSpecial || !token.special()) {
                if (at > from) {
                    parts.text(text.substring(from, at));
                }
                parts.token(token.id());
                from = end;
            }
            at = end;
        }
        if (from < text.length()) {
            parts.text(from == 0 ? text : text.substring(from));
        }
    }

    /** The longest token at a place where one may begin. */
    private AddedToken at(String text, int index) {
        for (AddedToken token : byFirst.get(text.charAt(index))) {
            if (text.startsWith(token.content(), index)) {
                return token;
            }
        }
        return null;
    }
}
