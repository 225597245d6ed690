package io.malmoi.datasets.structuring;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of a template's text. */
sealed interface Node {
    /** Text as it stands, or the spelling of a special token. */
    record Literal(String text, boolean special) implements Node {}

    /** What a reference refers to. */
    record Value(Reference reference) implements Node {}

    /**
     * Stands if its reference has text, once for each element if that is a list; inverted, if it has none.
     *
     * @param equal only if the text is this; null for any text
     */
    record Section(Reference reference, String equal, boolean inverted, List<Node> content) implements Node {}

    /** Stands once for each turn of a dialogue that is written as text; its {@code role} and {@code content} are then meant. */
    record Turns(Reference reference, List<Node> content) implements Node {}

    /** What is to be learned. */
    record Learned(List<Node> content) implements Node {}

    /** These nodes and all within them. */
    static Stream<Node> all(List<Node> nodes) {
        return nodes.stream().flatMap(node -> Stream.concat(Stream.of(node), all(node.content())));
    }

    /** What it holds; empty for one that holds none. */
    default List<Node> content() {
        return List.of();
    }

    /** All references in these nodes and within them. */
    static Stream<Reference> references(List<Node> nodes) {
        return all(nodes).flatMap(node -> node.referred().stream());
    }

    /** What it refers to itself. */
    private Optional<Reference> referred() {
        if (this instanceof Value value) {
            return Optional.of(value.reference());
        }
        if (this instanceof Section section) {
            return Optional.of(section.reference());
        }
        return this instanceof Turns turns ? Optional.of(turns.reference()) : Optional.empty();
    }

    /**
     * A field of the record or a bank.
     *
     * @param name of the field or bank; fields within fields behind dots, {@code .} for an element of a list
     * @param filters done to its text, one after the other
     */
    record Reference(String name, List<Filter.Call> filters) {
        /** The field of the record itself. */
        String field() {
            int dot = name.indexOf('.', 1);
            return dot < 0 ? name : name.substring(0, dot);
        }
    }
}
