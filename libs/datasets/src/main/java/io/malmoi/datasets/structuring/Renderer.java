package io.malmoi.datasets.structuring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.malmoi.datasets.text.SpanMarks;
import io.malmoi.datasets.text.TextHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fills a template with one record, once. Not for use by several threads. */
final class Renderer {
    private final StructuringPlan plan;
    private final Template template;
    private final SourceRecord record;
    private final int copy;
    private final Deque<JsonNode> scopes = new ArrayDeque<>();
    private int sections;
    private String missing;

    /**
     * For a sample.
     *
     * @param copy which of the record's samples, from 0
     */
    Renderer(StructuringPlan plan, SourceRecord record, int copy) {
        this.plan = plan;
        this.template = plan.template();
        this.record = record;
        this.copy = copy;
        scopes.push(record.fields());
    }

    /** Writes the text. */
    void write(List<Node> nodes, SampleWriter sample) {
        for (Node node : nodes) {
            if (node instanceof Node.Literal literal) {
                sample.literal(literal.text(), literal.special());
            } else if (node instanceof Node.Value value) {
                writeValue(value.reference(), sample);
            } else if (node instanceof Node.Section section) {
                writeSection(section, sample);
            } else if (node instanceof Node.Turns turns) {
                writeElements(turns.content(), Dialogue.turns(text(turns.reference())), sample);
            } else if (node instanceof Node.Learned learned) {
                boolean before = sample.learn(true);
                write(learned.content(), sample);
                sample.learn(before);
            }
        }
    }

    /** The field without text that would have to have some; null if there is none. */
    String missing() {
        return missing;
    }

    private void writeValue(Node.Reference reference, SampleWriter sample) {
        List<List<Node>> bank = template.banks().get(reference.name());
        if (bank != null) {
            write(choice(reference.name(), bank), sample);
            return;
        }
        String text = text(reference);
        if (text.isEmpty() && sections == 0 && missing == null) {
            missing = plan.column(reference.name());
        }
        sample.value(text);
    }

    /** Another text for each of a record's samples, as long as there are some. */
    private List<Node> choice(String name, List<List<Node>> bank) {
        List<List<Node>> shuffled = new ArrayList<>(bank);
        Collections.shuffle(
                shuffled, new Random(TextHash.mix(record.hash() ^ TextHash.mix(plan.seed() + TextHash.of(name)))));
        return shuffled.get(copy % shuffled.size());
    }

    private void writeSection(Node.Section section, SampleWriter sample) {
        sections++;
        JsonNode value = section.reference().filters().isEmpty()
                ? find(section.reference().name())
                : null;
        if (value != null && value.isArray()) {
            if (!section.inverted()) {
                writeElements(section.content(), value, sample);
            } else if (value.isEmpty()) {
                write(section.content(), sample);
            }
        } else {
            String text = text(section.reference());
            boolean stands = section.equal() == null ? !text.isEmpty() : text.equals(section.equal());
            if (stands != section.inverted()) {
                scopes.push(value != null && value.isObject() ? value : TextNode.valueOf(text));
                write(section.content(), sample);
                scopes.pop();
            }
        }
        sections--;
    }

    private void writeElements(List<Node> content, JsonNode list, SampleWriter sample) {
        sections++;
        for (JsonNode element : list) {
            scopes.push(element);
            write(content, sample);
            scopes.pop();
        }
        sections--;
    }

    private String text(Node.Reference reference) {
        String text = text(find(reference.name()));
        Map<String, String> values = template.values().get(reference.name());
        if (values != null) {
            text = values.getOrDefault(text, text);
        }
        for (Filter.Call filter : reference.filters()) {
            text = filter.apply(text).strip();
        }
        return text;
    }

    /** A field's value; null if there is none. */
    private JsonNode find(String name) {
        if (name.equals(".")) {
            return scopes.peek();
        }
        String[] path = plan.column(name).split("\\.");
        for (JsonNode scope : scopes) {
            JsonNode value = scope.get(path[0]);
            for (int i = 1; i < path.length && value != null; i++) {
                value = value.get(path[i]);
            }
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            List<String> lines = new ArrayList<>();
            value.forEach(element -> lines.add(text(element)));
            return String.join("\n", lines);
        }
        return SpanMarks.without(value.isObject() ? value.toString() : value.asText())
                .strip();
    }
}
