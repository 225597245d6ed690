package io.malmoi.datasets.structuring;

import io.malmoi.datasets.text.MarkedText.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects the parts of a sample. Not for use by several threads. */
final class SampleWriter {
    private final List<Span> spans = new ArrayList<>();
    private boolean learned;

    /** For a sample of a template, whose text is to be learned or not until told otherwise. */
    SampleWriter(boolean learned) {
        this.learned = learned;
    }

    /** Whether what follows is to be learned; returns what held before. */
    boolean learn(boolean value) {
        boolean before = learned;
        learned = value;
        return before;
    }

    /** Text of the template, or a special token in it. */
    void literal(String text, boolean special) {
        add(text, special, false);
    }

    /** Text of the record. */
    void value(String text) {
        add(text, false, true);
    }

    private void add(String text, boolean isSpecial, boolean ofRecord) {
        if (!text.isEmpty()) {
            spans.add(new Span(text, learned, isSpecial, ofRecord));
        }
    }

    /** The parts, without white space at both ends of the sample. */
    List<Span> spans() {
        while (!spans.isEmpty()) {
            Span last = spans.remove(spans.size() - 1);
            if (!last.text().isBlank()) {
                spans.add(with(last, last.text().stripTrailing()));
                break;
            }
        }
        while (!spans.isEmpty()) {
            Span first = spans.remove(0);
            if (!first.text().isBlank()) {
                spans.add(0, with(first, first.text().stripLeading()));
                break;
            }
        }
        return List.copyOf(spans);
    }

    private static Span with(Span span, String text) {
        return new Span(text, span.learned(), span.special(), span.ofRecord());
    }

    /** The text of all parts, without white space at both ends. */
    String text() {
        return spans().stream().map(Span::text).collect(Collectors.joining());
    }
}
