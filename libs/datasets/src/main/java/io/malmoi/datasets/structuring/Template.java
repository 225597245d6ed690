package io.malmoi.datasets.structuring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How samples are made of records. Made by {@link TemplateReader}. Immutable.
 *
 * @param name what messages call it
 * @param description one sentence for users
 * @param text the sample's text; empty if {@code record} is not
 * @param record the fields of a sample that is a record itself, by name, in order; empty if {@code text} is not
 * @param optional fields that no record need have
 * @param specialTokens spellings in the template that are special tokens
 * @param banks texts by name, one of which is chosen for each sample
 * @param values what stands for values of fields, by the field's name
 * @param copies samples made of each record
 */
record Template(
        String name,
        String description,
        List<Node> text,
        Map<String, List<Node>> record,
        Set<String> optional,
        List<String> specialTokens,
        Map<String, List<List<Node>>> banks,
        Map<String, Map<String, String>> values,
        int copies) {

    /** The fields of records that it refers to, banks included. */
    Set<String> fields() {
        Set<String> fields = new TreeSet<>();
        collect(text, fields);
        record.values().forEach(nodes -> collect(nodes, fields));
        banks.values().forEach(bank -> bank.forEach(nodes -> collect(nodes, fields)));
        fields.removeAll(banks.keySet());
        fields.remove(".");
        return fields;
    }

    private static void collect(List<Node> nodes, Set<String> fields) {
        for (Node node : nodes) {
            if (node instanceof Node.Value value) {
                fields.add(value.reference().field());
            } else if (node instanceof Node.Section section) {
                fields.add(section.reference().field());
                collect(section.content(), fields);
            } else if (node instanceof Node.Learned learned) {
                collect(learned.content(), fields);
            }
        }
    }

    /** Whether it says what is to be learned; if not, all is. */
    boolean learnsParts() {
        return text.stream().anyMatch(Template::learns);
    }

    private static boolean learns(Node node) {
        return node instanceof Node.Learned
                || node instanceof Node.Section section
                        && section.content().stream().anyMatch(Template::learns);
    }
}
