package io.malmoi.datasets;

import io.malmoi.datasets.text.MarkedText;
import io.malmoi.datasets.text.SpanMarks;
import io.malmoi.tokenization.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Encodes documents, and says which of their tokens are to be learned. What is learned and what is only read are encoded apart, as
 * they are when a model is asked. Immutable and thread-safe.
 */
final class DocumentEncoder {
    private final Tokenizer tokenizer;

    DocumentEncoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * A document encoded.
     *
     * @param tokens without the one that ends it
     * @param mask 1 for what is to be learned and 0 for what is not, for each token and for the one that ends the document
     * @param whole whether all of it is to be learned
     * @param learnedBytes bytes of UTF-8 of what is to be learned
     */
    record Encoded(int[] tokens, byte[] mask, boolean whole, int learnedBytes) {}

    Encoded encode(byte[] document) {
        if (!SpanMarks.has(document)) {
            int[] tokens = tokenizer.encode(new String(document, StandardCharsets.UTF_8));
            byte[] mask = new byte[tokens.length + 1];
            Arrays.fill(mask, (byte) 1);
            return new Encoded(tokens, mask, true, document.length);
        }
        MarkedText text = MarkedText.parse(document);
        List<MarkedText.Span> spans = joined(text.spans());
        List<int[]> parts = spans.stream().map(this::encode).toList();
        int[] tokens = new int[parts.stream().mapToInt(part -> part.length).sum()];
        byte[] mask = new byte[tokens.length + 1];
        int count = 0;
        for (int i = 0; i < parts.size(); i++) {
            int[] part = parts.get(i);
            System.arraycopy(part, 0, tokens, count, part.length);
            Arrays.fill(mask, count, count + part.length, (byte) (spans.get(i).learned() ? 1 : 0));
            count += part.length;
        }
        mask[count] = (byte) (text.endLearned() ? 1 : 0);
        boolean whole = text.endLearned() && spans.stream().allMatch(MarkedText.Span::learned);
        return new Encoded(tokens, mask, whole, text.learnedBytes());
    }

    /** Spans that differ in nothing but where they come from, as one. */
    private static List<MarkedText.Span> joined(List<MarkedText.Span> spans) {
        List<MarkedText.Span> joined = new ArrayList<>();
        for (MarkedText.Span span : spans) {
            MarkedText.Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && !last.special() && !span.special() && last.learned() == span.learned()) {
                joined.set(
                        joined.size() - 1,
                        new MarkedText.Span(last.text() + span.text(), last.learned(), false, last.ofRecord()));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /** A special token that the tokenizer does not have is text. */
    private int[] encode(MarkedText.Span span) {
        OptionalInt special = span.special() ? tokenizer.specialId(span.text()) : OptionalInt.empty();
        return special.isPresent() ? new int[] {special.getAsInt()} : tokenizer.encode(span.text());
    }
}
