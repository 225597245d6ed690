package io.malmoi.tokenization;

import io.malmoi.tokenization.collections.IntList;

/**
 * Decodes tokens whose text depends on those before them: every time the last few together, of which only what is new is
 * returned. Text that ends in U+FFFD is held back for as many tokens as a character may have bytes.
 */
final class WindowDecoder implements StreamingDecoder {
    private static final int LONGEST_HELD = 4;

    private final Tokenizer tokenizer;
    private final boolean skipSpecialTokens;
    private final IntList window = new IntList(16);
    private int shownTokens;
    private String shown = "";

    WindowDecoder(Tokenizer tokenizer, boolean skipSpecialTokens) {
        this.tokenizer = tokenizer;
        this.skipSpecialTokens = skipSpecialTokens;
    }

    @Override
    public String next(int id) {
        Ids.check(id, tokenizer.vocabularySize());
        if (skipSpecialTokens && tokenizer.isSpecial(id)) {
            return "";
        }
        window.add(id);
        String text = tokenizer.decode(window.toArray(), skipSpecialTokens);
        if (text.endsWith("\uFFFD") && window.size() - shownTokens < LONGEST_HELD) {
            return "";
        }
        return show(text);
    }

    /** Returns what is new, and keeps its tokens for the sake of the next. */
    private String show(String text) {
        String more = text.substring(Math.min(shown.length(), text.length()));
        if (!more.isEmpty()) {
            int[] all = window.toArray();
            window.clear();
            window.addRange(all, shownTokens, all.length - shownTokens);
            shownTokens = window.size();
            shown = tokenizer.decode(window.toArray(), skipSpecialTokens);
        }
        return more;
    }

    @Override
    public String flush() {
        String text = tokenizer.decode(window.toArray(), skipSpecialTokens);
        String rest = text.substring(Math.min(shown.length(), text.length()));
        window.clear();
        shownTokens = 0;
        shown = "";
        return rest;
    }
}
