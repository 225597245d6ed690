package io.malmoi.datasets.structuring;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.datasets.text.MarkedText;
import java.util.List;
import java.util.Map;

/** Makes samples of records. Immutable and thread-safe. */
public final class SampleMaker {
    /** Characters of a sample at most; its bytes must fit a document. */
    static final int LONGEST = 300_000;

    private final StructuringPlan plan;
    private final boolean learnsParts;

    /** As planned. */
    public SampleMaker(StructuringPlan plan) {
        this.plan = plan;
        this.learnsParts = plan.template().learnsParts();
    }

    /** Is told what becomes of a record, sample by sample. */
    public interface Samples {
        /** A sample. */
        void sample(MarkedText text);

        /** No sample, for this reason. */
        void skipped(String reason);
    }

    /** Makes the samples of a document in UTF-8. */
    public void make(byte[] document, Samples samples) {
        SourceRecord record = SourceRecord.of(document);
        for (int copy = 0; copy < plan.copies(); copy++) {
            make(new Renderer(plan, record, copy), samples);
        }
    }

    private void make(Renderer renderer, Samples samples) {
        MarkedText sample = plan.template().record().isEmpty() ? text(renderer) : record(renderer);
        int characters = 0;
        boolean learns = false;
        for (MarkedText.Span span : sample.spans()) {
            characters += span.text().length();
            learns |= span.learned();
        }
        if (renderer.missing() != null) {
            samples.skipped("no text in '" + renderer.missing() + "'");
        } else if (!learns) {
            samples.skipped("nothing to learn");
        } else if (characters > LONGEST) {
            samples.skipped("longer than 300,000 characters");
        } else {
            samples.sample(sample);
        }
    }

    private MarkedText text(Renderer renderer) {
        var writer = new SampleWriter(!learnsParts);
        renderer.write(plan.template().text(), writer);
        return MarkedText.of(writer.spans());
    }

    /** A record's fields have no marks: they are text again when they are used. */
    private MarkedText record(Renderer renderer) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, List<Node>> field : plan.template().record().entrySet()) {
            var writer = new SampleWriter(true);
            renderer.write(field.getValue(), writer);
            record.put(field.getKey(), writer.text());
        }
        return MarkedText.of(List.of(new MarkedText.Span(record.toString(), true, false, true)));
    }
}
