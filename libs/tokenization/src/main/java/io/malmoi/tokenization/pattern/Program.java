package io.malmoi.tokenization.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A pattern as instructions for {@link Matcher}. Never changes once compiled. */
final class Program {
    /** One character of the set {@code x}, then the next instruction. */
    static final int ONE = 0;
    /** As many characters of the set {@code x} as there are, never fewer. */
    static final int RUN = 1;
    /** Go on at {@code x}; if that fails, at {@code y}. */
    static final int SPLIT = 2;
    /** Go on at {@code x}. */
    static final int JUMP = 3;
    /** The end. */
    static final int MATCH = 4;
    /** The program at the next instruction must match; go on at {@code y} after its first match. */
    static final int ATOMIC = 5;
    /** The program at the next instruction must match here; then go on, here, at {@code y}. */
    static final int AHEAD = 6;
    /** The program at the next instruction must not match here; then go on, here, at {@code y}. */
    static final int NOT_AHEAD = 7;
    /** A character of the set {@code x} stands before. */
    static final int BEHIND = 8;
    /** None does. */
    static final int NOT_BEHIND = 9;
    /** The place is of the kind {@code x}. */
    static final int AT = 10;

    private static final int MOST_INSTRUCTIONS = 5_000;
    private static final int MOST_SETS = 250;

    private int size;
    private int[] operations = new int[32];
    private int[] xs = new int[32];
    private int[] ys = new int[32];
    private final List<CharacterSet> sets = new ArrayList<>();
    private boolean emptyLoops;

    private Program() {}

    static Program of(Node node) {
        Program program = new Program();
        program.compile(node, true);
        program.add(MATCH, 0, 0);
        return program;
    }

    int operation(int at) {
        return operations[at];
    }

    int x(int at) {
        return xs[at];
    }

    int y(int at) {
        return ys[at];
    }

    CharacterSet set(int index) {
        return sets.get(index);
    }

    /** Number of instructions. */
    int size() {
        return size;
    }

    /** Whether a loop may go round without taking a character. */
    boolean emptyLoops() {
        return emptyLoops;
    }

    private int add(int operation, int x, int y) {
        if (size == MOST_INSTRUCTIONS) {
            throw new PatternException("the pattern is too large: use fewer repetitions");
        }
        if (size == operations.length) {
            operations = Arrays.copyOf(operations, size * 2);
            xs = Arrays.copyOf(xs, size * 2);
            ys = Arrays.copyOf(ys, size * 2);
        }
        operations[size] = operation;
        xs[size] = x;
        ys[size] = y;
        return size++;
    }

    private int set(CharacterSet set) {
        int index = sets.indexOf(set);
        if (index >= 0) {
            return index;
        }
        if (sets.size() == MOST_SETS) {
            throw new PatternException("the pattern has more than " + MOST_SETS + " sets of characters");
        }
        sets.add(set);
        return sets.size() - 1;
    }

    /**
     * Appends a node.
     *
     * @param last whether a match follows at once: then the longest run of characters is the only one that counts
     */
    private void compile(Node node, boolean last) {
        if (node instanceof Node.Characters characters) {
            add(ONE, set(characters.set()), 0);
        } else if (node instanceof Node.Chain chain) {
            for (int i = 0; i < chain.parts().size(); i++) {
                compile(chain.parts().get(i), last && i == chain.parts().size() - 1);
            }
        } else if (node instanceof Node.Choice choice) {
            compile(choice, last);
        } else if (node instanceof Node.Repeat repeat) {
            compile(repeat, last);
        } else {
            compileCheck(node);
        }
    }

    /** What does not go on by itself. */
    private void compileCheck(Node node) {
        if (node instanceof Node.Atomic atomic) {
            compileApart(ATOMIC, atomic.body());
        } else if (node instanceof Node.Ahead ahead) {
            compileApart(ahead.negative() ? NOT_AHEAD : AHEAD, ahead.body());
        } else if (node instanceof Node.Behind behind) {
            add(behind.negative() ? NOT_BEHIND : BEHIND, set(behind.set()), 0);
        } else if (node instanceof Node.At at) {
            add(AT, at.place().ordinal(), 0);
        }
    }

    private void compile(Node.Choice choice, boolean last) {
        List<Integer> ends = new ArrayList<>();
        int options = choice.options().size();
        for (int i = 0; i < options; i++) {
            int split = i < options - 1 ? add(SPLIT, size + 1, 0) : -1;
            compile(choice.options().get(i), last);
            if (split >= 0) {
                ends.add(add(JUMP, 0, 0));
                ys[split] = size;
            }
        }
        ends.forEach(end -> xs[end] = size);
    }

    private void compileApart(int operation, Node body) {
        int start = add(operation, 0, 0);
        compile(body, true);
        add(MATCH, 0, 0);
        ys[start] = size;
    }

    private void compile(Node.Repeat repeat, boolean last) {
        boolean endless = repeat.most() == Node.UNLIMITED;
        boolean possessive = repeat.mode() == Node.Mode.POSSESSIVE;
        boolean run = endless
                && repeat.body() instanceof Node.Characters
                && (possessive || last && repeat.mode() == Node.Mode.GREEDY);
        if (possessive && !run) {
            compileApart(ATOMIC, new Node.Repeat(repeat.body(), repeat.least(), repeat.most(), Node.Mode.GREEDY));
            return;
        }
        for (int i = 0; i < repeat.least(); i++) {
            compile(repeat.body(), false);
        }
        if (run) {
            add(RUN, set(((Node.Characters) repeat.body()).set()), 0);
        } else if (endless) {
            loop(repeat);
        } else {
            optional(repeat);
        }
    }

    private void loop(Node.Repeat repeat) {
        emptyLoops |= Node.nullable(repeat.body());
        int split = add(SPLIT, 0, 0);
        compile(repeat.body(), false);
        add(JUMP, split, 0);
        choose(split, repeat.mode());
    }

    private void optional(Node.Repeat repeat) {
        List<Integer> splits = new ArrayList<>();
        for (int i = repeat.least(); i < repeat.most(); i++) {
            splits.add(add(SPLIT, 0, 0));
            compile(repeat.body(), false);
        }
        splits.forEach(split -> choose(split, repeat.mode()));
    }

    /** Whether to go on with the body, which follows the split, or to leave it for what comes now, is tried first. */
    private void choose(int split, Node.Mode mode) {
        xs[split] = mode == Node.Mode.LAZY ? size : split + 1;
        ys[split] = mode == Node.Mode.LAZY ? split + 1 : size;
    }
}
