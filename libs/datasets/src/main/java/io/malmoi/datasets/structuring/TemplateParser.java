package io.malmoi.datasets.structuring;

import io.malmoi.datasets.text.SpanMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the text of a template: <code>{{field}}</code>, <code>{{field|filter}}</code>, <code>{{#field}}...{{/field}}</code>,
 * <code>{{#field|turns}}...{{/field}}</code>,
 * <code>{{#field=value}}...{{/field}}</code>, <code>{{^field}}...{{/field}}</code>, <code>{{learn}}...{{/learn}}</code>. A line
 * that has nothing but the beginning or the end of a section is no line of the sample.
 */
final class TemplateParser {
    private static final Pattern STANDALONE =
            Pattern.compile("(?m)^[ \\t]*(\\{\\{(?:[#^/][^{}]*|\\s*learn\\s*)\\}\\})[ \\t]*\\n");
    private static final Pattern NAME = Pattern.compile("\\.|[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,99}");
    private static final Pattern DIALOGUE = Pattern.compile("#([^=]*)\\|\\s*turns\\s*");
    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final String LEARN = "learn";
    private static final String TURNS = "turns";

    private final String place;
    private final String text;
    private final Pattern special;
    private int at;

    private TemplateParser(String place, String text, List<String> specialTokens) {
        this.place = place;
        this.text = text;
        this.special = specialTokens.isEmpty()
                ? NOTHING
                : Pattern.compile(specialTokens.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /**
     * Reads a text.
     *
     * @param place what it is, for error messages
     * @param specialTokens spellings in the text that are special tokens
     */
    static List<Node> parse(String place, String text, List<String> specialTokens) {
        if (!SpanMarks.without(text).equals(text)) {
            throw new TemplateException(place + " has a control character from U+001C to U+001F: remove it");
        }
        var parser = new TemplateParser(place, STANDALONE.matcher(text).replaceAll("$1"), specialTokens);
        List<Node> nodes = parser.nodes(null);
        return List.copyOf(nodes);
    }

    /** Reads up to the end of a section, or of the text if there is none. */
    private List<Node> nodes(String end) {
        List<Node> nodes = new ArrayList<>();
        int begun = at;
        while (true) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                if (end != null) {
                    throw new TemplateException(
                            place(begun) + ": {{" + end + "}} has no end; write {{/" + bare(end) + "}} behind it");
                }
                literal(text.substring(at), nodes);
                at = text.length();
                return nodes;
            }
            literal(text.substring(at, open), nodes);
            String tag = tag(open);
            if (tag.startsWith("/")) {
                close(tag, end, open);
                return nodes;
            }
            nodes.add(node(tag, open));
        }
    }

    private void literal(String text, List<Node> nodes) {
        Matcher tokens = special.matcher(text);
        int begin = 0;
        while (tokens.find()) {
            literal(text.substring(begin, tokens.start()), false, nodes);
            literal(tokens.group(), true, nodes);
            begin = tokens.end();
        }
        literal(text.substring(begin), false, nodes);
    }

    private static void literal(String text, boolean special, List<Node> nodes) {
        if (!text.isEmpty()) {
            nodes.add(new Node.Literal(text, special));
        }
    }

    /** What stands between the braces; goes behind them. */
    private String tag(int open) {
        int close = text.indexOf("}}", open);
        if (close < 0) {
            throw new TemplateException(place(open) + ": '{{' has no '}}'");
        }
        at = close + 2;
        return text.substring(open + 2, close).strip();
    }

    private void close(String tag, String end, int open) {
        String name = tag.substring(1).strip();
        if (end == null) {
            throw new TemplateException(place(open) + ": {{" + tag + "}} ends what has not begun");
        }
        if (!name.isEmpty()
                && !name.equals(bare(end))
                && !name.equals(bare(end).split("[=|]", 2)[0].strip())) {
            throw new TemplateException(
                    place(open) + ": {{" + tag + "}} ends {{" + end + "}}; write {{/" + bare(end) + "}}");
        }
    }

    private static String bare(String tag) {
        return tag.startsWith("#") || tag.startsWith("^") ? tag.substring(1).strip() : tag;
    }

    private Node node(String tag, int open) {
        if (tag.equals(LEARN)) {
            return new Node.Learned(nodes(LEARN));
        }
        boolean inverted = tag.startsWith("^");
        if (!inverted && !tag.startsWith("#")) {
            return new Node.Value(reference(tag, open));
        }
        Matcher dialogue = DIALOGUE.matcher(tag);
        if (dialogue.matches()) {
            return new Node.Turns(reference(dialogue.group(1), open), nodes(tag));
        }
        String[] sides = tag.substring(1).split("=", 2);
        Node.Reference reference = reference(sides[0], open);
        String equal = sides.length == 1 ? null : sides[1].strip();
        return new Node.Section(reference, equal, inverted, nodes(tag));
    }

    private Node.Reference reference(String tag, int open) {
        String[] parts = tag.split("\\|");
        String name = parts.length == 0 ? "" : parts[0].strip();
        if (!NAME.matcher(name).matches() || name.equals(LEARN)) {
            throw new TemplateException(
                    place(open) + ": '" + name
                            + "' is no name of a field or bank: letters, digits, '_', '-' and '.', at most 100, and not 'learn'");
        }
        List<Filter.Call> filters = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().equals(TURNS)) {
                throw new TemplateException(place(open) + ": turns are many; write {{#" + name + "|turns}}...{{/" + name
                        + "}}, with {{role}} and {{content}} within");
            }
            filters.add(Filter.read(parts[i], place(open)));
        }
        return new Node.Reference(name, List.copyOf(filters));
    }

    /** Where something stands, by the line of the text as it is without the lines that are no lines. */
    private String place(int offset) {
        String near =
                text.substring(offset, Math.min(text.length(), offset + 30)).split("\n", 2)[0];
        return place + ", at '" + near + "'";
    }
}
