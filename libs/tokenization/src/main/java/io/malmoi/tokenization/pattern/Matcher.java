package io.malmoi.tokenization.pattern;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the matches of a program in a text, leftmost, and of those that begin there the one that backtracking finds first. Once
 * a search has taken many steps it remembers which states have failed and never tries one twice, so that its time grows with
 * the length of the text, not with its square or worse. For one text and one thread.
 */
public final class Matcher {
    private static final int STEPS_UNREMEMBERED = 2_000;

    private final Program program;
    private final CharacterSet firsts;
    private final char[] text;
    private final int limit;
    private final int begin;
    private final int[] runEnds;
    private int[] stack = new int[64];
    private int stacked;
    private int steps;
    private Map<Integer, BitSet> failed;
    private int start;
    private int end;

    Matcher(Program program, CharacterSet firsts, char[] text, int begin, int limit) {
        this.program = program;
        this.firsts = firsts;
        this.text = text;
        this.begin = begin;
        this.limit = limit;
        this.end = begin;
        runEnds = new int[2 * program.size()];
        Arrays.fill(runEnds, -1);
    }

    /** Where the match begins. */
    public int start() {
        return start;
    }

    /** Where the match ends. */
    public int end() {
        return end;
    }

    /** Finds the next match that takes a character or more; {@code false} if there is none. */
    public boolean find() {
        steps = 0;
        failed = program.emptyLoops() ? new HashMap<>() : null;
        for (int at = end; at < limit; at += Character.isHighSurrogate(text[at]) ? 2 : 1) {
            if (firsts == null || firsts.contains(codePoint(at))) {
                int to = run(0, at);
                if (to > at) {
                    start = at;
                    end = to;
                    return true;
                }
            }
        }
        return false;
    }

    private int codePoint(int at) {
        char c = text[at];
        return Character.isHighSurrogate(c) ? Character.toCodePoint(c, text[at + 1]) : c;
    }

    /** End of the match of the program that begins at an instruction, or -1. */
    private int run(int entry, int from) {
        int base = stacked;
        int next = entry;
        int at = from;
        while (true) {
            if (program.operation(next) == Program.MATCH) {
                stacked = base;
                return at;
            }
            long state = step(next, at);
            if (state < 0) {
                if (stacked == base) {
                    return -1;
                }
                at = stack[--stacked];
                next = stack[--stacked];
            } else {
                next = (int) (state >>> 32);
                at = (int) state;
            }
        }
    }

    /** Next instruction and place after an instruction, as one number; negative if it fails. */
    private long step(int here, int at) {
        int x = program.x(here);
        return switch (program.operation(here)) {
            case Program.ONE -> {
                if (at >= limit) {
                    yield -1;
                }
                int c = codePoint(at);
                yield program.set(x).contains(c) ? state(here + 1, at + Character.charCount(c)) : -1;
            }
            case Program.RUN -> state(here + 1, runEnd(here, at, program.set(x)));
            case Program.SPLIT -> split(here, at);
            case Program.JUMP -> state(x, at);
            case Program.BEHIND, Program.NOT_BEHIND -> {
                boolean behind = at > begin && program.set(x).contains(Character.codePointBefore(text, at, begin));
                yield behind == (program.operation(here) == Program.BEHIND) ? state(here + 1, at) : -1;
            }
            case Program.AT -> is(Node.Place.values()[x], at) ? state(here + 1, at) : -1;
            default -> apart(here, at);
        };
    }

    private static long state(int next, int at) {
        return (long) next << 32 | at;
    }

    private long split(int here, int at) {
        if (failed == null && ++steps > STEPS_UNREMEMBERED) {
            failed = new HashMap<>();
        }
        if (failed != null) {
            BitSet places = failed.computeIfAbsent(here, key -> new BitSet());
            if (places.get(at - begin)) {
                return -1;
            }
            places.set(at - begin);
        }
        if (stacked + 2 > stack.length) {
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        stack[stacked++] = program.y(here);
        stack[stacked++] = at;
        return state(program.x(here), at);
    }

    /** A program within: what has failed in it need not have failed for the whole, nor the other way round. */
    private long apart(int here, int at) {
        Map<Integer, BitSet> outerFailed = failed;
        int outerSteps = steps;
        failed = program.emptyLoops() ? new HashMap<>() : null;
        steps = 0;
        int to = run(here + 1, at);
        failed = outerFailed;
        steps = outerSteps;
        return switch (program.operation(here)) {
            case Program.ATOMIC -> to < 0 ? -1 : state(program.y(here), to);
            case Program.AHEAD -> to < 0 ? -1 : state(program.y(here), at);
            default -> to < 0 ? state(program.y(here), at) : -1;
        };
    }

    /** The end of the run, which is kept, since the next search may begin within it. */
    private int runEnd(int here, int at, CharacterSet set) {
        if (at >= runEnds[2 * here] && at < runEnds[2 * here + 1]) {
            return runEnds[2 * here + 1];
        }
        int to = at;
        while (to < limit) {
            int c = codePoint(to);
            if (!set.contains(c)) {
                break;
            }
            to += Character.charCount(c);
        }
        runEnds[2 * here] = at;
        runEnds[2 * here + 1] = to;
        return to;
    }

    private boolean is(Node.Place place, int at) {
        return switch (place) {
            case TEXT_START -> at == begin;
            case TEXT_END -> at == limit;
            case TEXT_END_OR_LAST_LINE_FEED -> at == limit || at == limit - 1 && text[at] == '\n';
            case LINE_START -> at == begin || text[at - 1] == '\n' && at < limit;
            case LINE_END -> at == limit || text[at] == '\n';
            case WORD_BORDER -> wordBefore(at) != wordAfter(at);
            case NO_WORD_BORDER -> wordBefore(at) == wordAfter(at);
        };
    }

    private boolean wordBefore(int at) {
        return at > begin && CharacterSets.WORD.contains(Character.codePointBefore(text, at, begin));
    }

    private boolean wordAfter(int at) {
        return at < limit && CharacterSets.WORD.contains(codePoint(at));
    }
}
