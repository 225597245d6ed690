package io.malmoi.tokenization.pretokenization;

import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.pattern.Matcher;
import io.malmoi.tokenization.pattern.Pattern;
import io.malmoi.tokenization.text.TextSlice;

/** The matches of a pattern in a text and what is between them, as {@link PreTokenizer.Split} cuts it. For one text. */
final class Matches {
    private final TextSlice text;
    private final IntList ends = new IntList(32);
    private final IntList kinds = new IntList(32); // 1: a match

    Matches(Pattern pattern, boolean invert, TextSlice text) {
        this.text = text;
        int match = invert ? 0 : 1;
        Matcher matcher = pattern.matcher(text.characters(), text.start(), text.limit());
        int from = text.start();
        while (matcher.find()) {
            add(from, matcher.start(), 1 - match);
            add(matcher.start(), matcher.end(), match);
            from = matcher.end();
        }
        add(from, text.limit(), 1 - match);
    }

    private void add(int from, int to, int kind) {
        if (to > from) {
            ends.add(to);
            kinds.add(kind);
        }
    }

    void split(PreTokenizer.SplitBehavior behavior, PreTokenization.Words words) {
        int start = text.start();
        for (int i = 0; i < ends.size(); i++) {
            boolean last = i == ends.size() - 1;
            if (last || !joined(behavior, i)) {
                boolean removed = behavior == PreTokenizer.SplitBehavior.REMOVED && isMatch(i);
                if (!removed) {
                    words.word(text, start, ends.get(i));
                }
                start = ends.get(i);
            }
        }
    }

    private boolean isMatch(int index) {
        return kinds.get(index) == 1;
    }

    /** Whether a part and the one after it are one word. */
    private boolean joined(PreTokenizer.SplitBehavior behavior, int index) {
        return switch (behavior) {
            case REMOVED, ISOLATED -> false;
            case CONTIGUOUS -> isMatch(index) == isMatch(index + 1);
            case MERGED_WITH_PREVIOUS -> !isMatch(index) && isMatch(index + 1);
            case MERGED_WITH_NEXT -> isMatch(index) && !isMatch(index + 1);
        };
    }
}
