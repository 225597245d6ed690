package io.malmoi.tokenization.pattern;

/** A pattern that is being read, by code points. */
final class PatternText {
    private final int[] codePoints;
    private int at;

    PatternText(String pattern) {
        codePoints = pattern.codePoints().toArray();
    }

    boolean ended() {
        return at == codePoints.length;
    }

    int peek() {
        return codePoints[at];
    }

    int next() {
        if (ended()) {
            throw fault("the pattern ends too early");
        }
        return codePoints[at++];
    }

    /** Whether this, of characters below U+10000, comes next. */
    boolean comesNext(String expected) {
        if (at + expected.length() > codePoints.length) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (codePoints[at + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Takes this if it comes next. */
    boolean take(String expected) {
        boolean comes = comesNext(expected);
        at += comes ? expected.length() : 0;
        return comes;
    }

    /** A decimal number of at most this much; -1 if there is none. */
    int number(int most) {
        int number = -1;
        while (!ended() && peek() >= '0' && peek() <= '9') {
            number = Math.max(0, number) * 10 + next() - '0';
            if (number > most) {
                throw fault("at most " + most + " repetitions are supported");
            }
        }
        return number;
    }

    /** What stands before a closing brace, which is taken, too. */
    String braced() {
        StringBuilder name = new StringBuilder();
        while (!take("}")) {
            name.appendCodePoint(next());
        }
        return name.toString();
    }

    PatternException fault(String message) {
        return new PatternException("character " + Math.max(1, at) + " of the pattern: " + message);
    }
}
