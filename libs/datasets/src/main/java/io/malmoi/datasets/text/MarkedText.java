package io.malmoi.datasets.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A document and what its {@link SpanMarks} say.
 *
 * @param spans its parts in order, none of them empty
 * @param endLearned whether the end of the document is to be learned
 */
public record MarkedText(List<Span> spans, boolean endLearned) {
    /**
     * A part of a document.
     *
     * @param text without marks
     * @param learned whether it is to be learned, rather than only read
     * @param special whether it is the spelling of a special token
     * @param ofRecord whether it comes from a record, rather than from a template
     */
    public record Span(String text, boolean learned, boolean special, boolean ofRecord) {}

    /** Reads a document in UTF-8. */
    public static MarkedText parse(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        List<Span> spans = new ArrayList<>();
        boolean learned = true;
        boolean special = false;
        boolean ofRecord = true;
        int begin = 0;
        for (int at = 0; at <= text.length(); at++) {
            char mark = at < text.length() ? text.charAt(at) : SpanMarks.LEARNED;
            if (SpanMarks.isMark(mark)) {
                if (at > begin) {
                    spans.add(new Span(text.substring(begin, at), learned, special, ofRecord));
                }
                begin = at + 1;
                learned ^= mark == SpanMarks.LEARNED && at < text.length();
                special ^= mark == SpanMarks.SPECIAL;
                ofRecord ^= mark == SpanMarks.RECORD;
            }
        }
        return new MarkedText(List.copyOf(spans), learned);
    }

    /** A document of these parts; its end is to be learned if its last part is. */
    public static MarkedText of(List<Span> spans) {
        return new MarkedText(
                List.copyOf(spans),
                spans.isEmpty() || spans.get(spans.size() - 1).learned());
    }

    /** The document with its marks, as {@link #parse} reads it. */
    public String marked() {
        var marked = new StringBuilder();
        boolean learned = true;
        boolean ofRecord = true;
        for (Span span : spans) {
            if (span.learned() != learned) {
                marked.append(SpanMarks.LEARNED);
                learned = span.learned();
            }
            if (span.ofRecord() != ofRecord) {
                marked.append(SpanMarks.RECORD);
                ofRecord = span.ofRecord();
            }
            if (span.special()) {
                marked.append(SpanMarks.SPECIAL).append(span.text()).append(SpanMarks.SPECIAL);
            } else {
                marked.append(span.text());
            }
        }
        return endLearned == learned
                ? marked.toString()
                : marked.append(SpanMarks.LEARNED).toString();
    }

    /** The text that comes from a record, a line for each part; all text if none does. */
    public String ofRecord() {
        var own = new StringBuilder();
        var all = new StringBuilder();
        for (Span span : spans) {
            all.append(span.text());
            if (span.ofRecord()) {
                own.append(span.text()).append('\n');
            }
        }
        return own.length() > 0 ? own.toString() : all.toString();
    }

    /** The text without marks. */
    public String text() {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }

    /** Bytes of UTF-8 of the text that is to be learned. */
    public int learnedBytes() {
        int bytes = 0;
        for (Span span : spans) {
            bytes += span.learned() ? utf8Bytes(span.text()) : 0;
        }
        return bytes;
    }

    private static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
        }
        return bytes;
    }
}
