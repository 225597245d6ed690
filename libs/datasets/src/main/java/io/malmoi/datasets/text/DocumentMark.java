package io.malmoi.datasets.text;

/**
 * The mark of a document's beginning in a stored corpus: U+001E, the record separator, which no prose has.
 *
 * <p>A corpus is one text. Where it was made of records, or of several files, its first character is the mark, and every line
 * that begins with one begins a document; blank lines are paragraphs of it. A corpus that does not begin with the mark has
 * none: its documents are what stands between blank lines, or, where there are none, its lines. The mark is no part of the
 * text, and nothing that a model learns from has one.
 */
public final class DocumentMark {
    /** The mark, as a character. */
    public static final char CHARACTER = '\u001e';
    /** The mark, as a byte of UTF-8. */
    public static final byte BYTE = 0x1e;

    private DocumentMark() {}
}
