package io.malmoi.datasets.structuring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Set<String> fields = parts().flatMap(Node::references)
                .map(Node.Reference::field)
                .collect(Collectors.toCollection(TreeSet::new));
        fields.removeAll(banks.keySet());
        fields.remove(".");
        return fields;
    }

    private Stream<List<Node>> parts() {
        return Stream.of(
                        Stream.of(text),
                        record.values().stream(),
                        banks.values().stream().flatMap(List::stream))
                .flatMap(nodes -> nodes);
    }

    /** Whether it says what is to be learned; if not, all is. */
    boolean learnsParts() {
        return parts().flatMap(Node::all).anyMatch(Node.Learned.class::isInstance);
    }
}
