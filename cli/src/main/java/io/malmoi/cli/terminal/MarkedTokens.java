package io.malmoi.cli.terminal;

import io.malmoi.v1.EncodeResponse;

/** A text in which its tokens can be told apart: by colours on a terminal, else by bars. */
public final class MarkedTokens {
    private static final int[] COLOURS = {44, 42, 45, 46, 43};

    private MarkedTokens() {}

    /**
     * The text as its tokens cut it. Tokens that share a character are shown as one.
     *
     * @param text what was encoded, without a pair
     * @param encoding its tokens with their offsets
     */
    public static String of(String text, EncodeResponse encoding, boolean colours) {
        int[] codePoints = text.codePoints().toArray();
        StringBuilder marked = new StringBuilder();
        int shown = 0;
        int pieces = 0;
        for (int i = 0; i < encoding.getIdsCount(); i++) {
            int end = encoding.getEnds(i);
            boolean shared = i + 1 < encoding.getIdsCount() && encoding.getStarts(i + 1) < end;
            if (end > shown && !shared) {
                String piece = new String(codePoints, shown, end - shown);
                marked.append(colours ? coloured(piece, pieces) : pieces == 0 ? piece : "|" + piece);
                shown = end;
                pieces++;
            }
        }
        return marked.append(new String(codePoints, shown, codePoints.length - shown))
                .toString();
    }

    /** A token on the background that its place in the text gives it. */
    public static String coloured(String piece, int index) {
        String start = "\u001b[30;" + COLOURS[index % COLOURS.length] + "m";
        return start + piece.replace("\n", "\u001b[0m\n" + start) + "\u001b[0m";
    }
}
