package io.malmoi.tokenization.pattern;

import java.util.ArrayList;
import java.util.List;

/** Parses a pattern in the syntax of Oniguruma (Ruby's), which the reference library uses, into nodes. For one pattern. */
final class Parser {
    private static final int DEEPEST = 100;
    private static final int MOST_REPETITIONS = 1000;

    private final PatternText text;
    private final SetParser sets;
    private boolean ignoreCase;
    private boolean dotMatchesLineFeed;
    private int depth;

    private Parser(String pattern) {
        text = new PatternText(pattern);
        sets = new SetParser(text);
    }

    static Node parse(String pattern) {
        Parser parser = new Parser(pattern);
        Node node = parser.choice();
        if (!parser.text.ended()) {
            throw parser.text.fault("there is no group that this ends");
        }
        return node;
    }

    private Node choice() {
        if (++depth > DEEPEST) {
            throw text.fault("groups are nested more than " + DEEPEST + " deep");
        }
        boolean outerIgnoreCase = ignoreCase;
        boolean outerDot = dotMatchesLineFeed;
        List<Node> options = new ArrayList<>();
        do {
            options.add(chain());
        } while (text.take("|"));
        ignoreCase = outerIgnoreCase;
        dotMatchesLineFeed = outerDot;
        depth--;
        return options.size() == 1 ? options.get(0) : new Node.Choice(options);
    }

    private Node chain() {
        List<Node> parts = new ArrayList<>();
        while (!text.ended() && text.peek() != '|' && text.peek() != ')') {
            Node part = atom();
            if (part != null) {
                parts.add(repeated(part));
            }
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Chain(parts);
    }

    private Node repeated(Node node) {
        Node repeated = node;
        while (!text.ended()) {
            int least;
            int most;
            boolean interval = false;
            if (text.take("*")) {
                least = 0;
                most = Node.UNLIMITED;
            } else if (text.take("+")) {
                least = 1;
                most = Node.UNLIMITED;
            } else if (text.take("?")) {
                least = 0;
                most = 1;
            } else if (text.peek() == '{') {
                int[] bounds = interval();
                least = bounds[0];
                most = bounds[1];
                interval = true;
            } else {
                return repeated;
            }
            repeated = new Node.Repeat(repeated, least, most, mode(interval));
        }
        return repeated;
    }

    /** After an interval, {@code +} repeats it, as in Ruby. */
    private Node.Mode mode(boolean interval) {
        if (text.take("?")) {
            return Node.Mode.LAZY;
        }
        return !interval && text.take("+") ? Node.Mode.POSSESSIVE : Node.Mode.GREEDY;
    }

    /** {@code {n}}, {@code {n,}}, {@code {n,m}} or {@code {,m}}. */
    private int[] interval() {
        text.take("{");
        int least = text.number(MOST_REPETITIONS);
        int most = least;
        if (text.take(",")) {
            most = text.number(MOST_REPETITIONS);
        }
        if (!text.take("}") || least < 0 && most < 0 || most >= 0 && most < least) {
            throw text.fault("no interval such as {1,3}; a brace that is meant as itself is written \\{");
        }
        return new int[] {Math.max(0, least), most};
    }

    /** One atom, or null if it was only a setting. */
    private Node atom() {
        int c = text.next();
        return switch (c) {
            case '(' -> group();
            case '[' -> new Node.Characters(folded(sets.set()));
            case '.' -> new Node.Characters(dotMatchesLineFeed ? CharacterSets.ALL : CharacterSets.LINE_FEED.not());
            case '^' -> new Node.At(Node.Place.LINE_START);
            case '$' -> new Node.At(Node.Place.LINE_END);
            case '\\' -> escape();
            case '*', '+', '?' -> throw text.fault("there is nothing before it that could be repeated");
            default -> new Node.Characters(folded(CharacterSet.range(c, c)));
        };
    }

    private CharacterSet folded(CharacterSet set) {
        return ignoreCase ? set.ignoringCase() : set;
    }

    private Node escape() {
        int c = text.ended() ? -1 : text.peek();
        Node.Place place = switch (c) {
            case 'A' -> Node.Place.TEXT_START;
            case 'z' -> Node.Place.TEXT_END;
            case 'Z' -> Node.Place.TEXT_END_OR_LAST_LINE_FEED;
            case 'b' -> Node.Place.WORD_BORDER;
            case 'B' -> Node.Place.NO_WORD_BORDER;
            default -> null;
        };
        if (place == null) {
            return new Node.Characters(folded(sets.escape()));
        }
        text.next();
        return new Node.At(place);
    }

    private Node group() {
        if (!text.take("?")) {
            return ended(choice());
        }
        if (text.take(":")) {
            return ended(choice());
        }
        if (text.take("=")) {
            return new Node.Ahead(ended(choice()), false);
        }
        if (text.take("!")) {
            return new Node.Ahead(ended(choice()), true);
        }
        if (text.take(">")) {
            return new Node.Atomic(ended(choice()));
        }
        if (text.take("<=")) {
            return behind(false);
        }
        if (text.take("<!")) {
            return behind(true);
        }
        return settings();
    }

    private Node behind(boolean negative) {
        if (ended(choice()) instanceof Node.Characters characters) {
            return new Node.Behind(characters.set(), negative);
        }
        throw text.fault("looking behind is supported for a single character only");
    }

    /** {@code (?i)}, for the rest of the group, or {@code (?i:...)}. */
    private Node settings() {
        boolean outerIgnoreCase = ignoreCase;
        boolean outerDot = dotMatchesLineFeed;
        boolean on = true;
        while (!text.ended() && text.peek() != ':' && text.peek() != ')') {
            int c = text.next();
            switch (c) {
                case '-' -> on = false;
                case 'i' -> ignoreCase = on;
                case 'm' -> dotMatchesLineFeed = on;
                default -> throw text.fault("this kind of group is not supported");
            }
        }
        if (text.take(")")) {
            return null;
        }
        text.take(":");
        Node node = ended(choice());
        ignoreCase = outerIgnoreCase;
        dotMatchesLineFeed = outerDot;
        return node;
    }

    private Node ended(Node node) {
        if (!text.take(")")) {
            throw text.fault("a group has no end: add )");
        }
        return node;
    }
}
