package io.malmoi.datasets;

import io.malmoi.datasets.text.MarkedText;
import io.malmoi.datasets.text.SpanMarks;
import io.malmoi.tokenization.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
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
     * @param ignored which of them are not to be learned; null if there are none
     * @param endLearned whether the token that ends it is to be learned
     * @param learnedBytes bytes of UTF-8 of what is to be learned
     */
    record Encoded(int[] tokens, BitSet ignored, boolean endLearned, int learnedBytes) {
        boolean isLearned(int token) {
            return ignored == null || !ignored.get(token);
        }

        boolean isLearnedWhole() {
            return ignored == null && endLearned;
        }
    }

    Encoded encode(byte[] document) {
        if (!SpanMarks.has(document)) {
            int[] tokens = tokenizer.encode(new String(document, StandardCharsets.UTF_8));
            return new Encoded(tokens, null, true, document.length);
        }
        MarkedText text = MarkedText.parse(document);
        List<int[]> parts = new ArrayList<>();
        var ignored = new BitSet();
        int count = 0;
        for (MarkedText.Span span : joined(text.spans())) {
            int[] part = encode(span);
            parts.add(part);
            ignored.set(count, count + part.length, !span.learned());
            count += part.length;
        }
        return new Encoded(
                join(parts, count), ignored.isEmpty() ? null : ignored, text.endLearned(), text.learnedBytes());
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

    private static int[] join(List<int[]> parts, int count) {
        int[] tokens = new int[count];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, tokens, at, part.length);
            at += part.length;
        }
        return tokens;
    }
}
