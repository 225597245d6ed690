package io.malmoi.datasets.documents;

import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.SpanMarks;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Reads a text document by document.
 *
 * <p>A text whose documents are marked has those. Otherwise what stands between blank lines, or, where there are none, every line
 * is a paragraph; paragraphs are merged to documents of at least so many characters, as they follow each other, and what is left
 * at the end goes to the last document. Documents that are longer than allowed are cut at sentence ends, never inside a character
 * (an extended grapheme cluster, such as a Hangul syllable or an emoji); samples, which have {@link SpanMarks}, stay whole. Nothing but white space is left out, and marks in a text whose documents are not marked; no document is
 * blank. Memory does not grow with the text. Not for use by several threads.
 */
public final class DocumentReader implements Closeable {
    private final InputStream source;
    private final DocumentLines paragraphs;
    private final boolean marked;
    private final byte[] separator;
    private final int minimum;
    private final int maximum;
    private final DocumentCutter cutter;
    private final ByteArrayOutputStream pile = new ByteArrayOutputStream();
    private final Queue<byte[]> ready = new ArrayDeque<>();
    private byte[] held;
    private int pileCharacters;

    private DocumentReader(InputStream source, Layout layout, DocumentSizes sizes) {
        this.source = source;
        this.paragraphs = new DocumentLines(source, layout);
        this.marked = layout == Layout.MARKED;
        this.separator = (layout == Layout.LINES ? "\n" : "\n\n").getBytes(StandardCharsets.UTF_8);
        this.minimum = sizes.minimum(layout);
        this.maximum = sizes.maximum();
        this.cutter = new DocumentCutter(minimum, maximum);
    }

    /**
     * Opens a text file in UTF-8. Looks for document marks and blank lines first, through the whole text if it has none.
     *
     * @throws io.malmoi.datasets.text.InvalidTextException if it is not UTF-8, has a line of more than 16 MiB, or has nothing to read; also
     *     while it is read
     */
    public static DocumentReader open(Path file, DocumentSizes sizes) throws IOException {
        Layout layout;
        try (InputStream text = Files.newInputStream(file)) {
            layout = Layout.of(text);
        }
        return new DocumentReader(Files.newInputStream(file), layout, sizes);
    }

    /** The next document in UTF-8, without a line feed at its end; empty at the end of the text. */
    public Optional<byte[]> next() throws IOException {
        while (ready.isEmpty()) {
            byte[] document = minimum == 0 ? paragraph() : merged();
            if (document == null) {
                return Optional.empty();
            }
            cut(document);
        }
        return Optional.of(ready.remove());
    }

    /** The next document before it is cut; null at the end. One is held back, so that what is left at the end can go to it. */
    private byte[] merged() throws IOException {
        byte[] paragraph;
        while ((paragraph = paragraph()) != null) {
            add(paragraph);
            if (pileCharacters >= minimum) {
                byte[] complete = held;
                held = take();
                if (complete != null) {
                    return complete;
                }
            }
        }
        if (pile.size() > 0) {
            byte[] rest = take();
            if (held != null) {
                add(held);
            }
            add(rest);
            held = take();
        }
        byte[] last = held;
        held = null;
        return last;
    }

    /** The next paragraph, without what only looks like marks; null at the end. */
    private byte[] paragraph() throws IOException {
        byte[] paragraph = paragraphs.next();
        while (!marked && paragraph != null && SpanMarks.has(paragraph)) {
            byte[] text = SpanMarks.without(paragraph);
            if (!new String(text, StandardCharsets.UTF_8).isBlank()) {
                return text;
            }
            paragraph = paragraphs.next();
        }
        return paragraph;
    }

    private void add(byte[] paragraph) {
        if (pile.size() > 0) {
            pile.writeBytes(separator);
            pileCharacters += separator.length;
        }
        pile.writeBytes(paragraph);
        pileCharacters += characters(paragraph);
    }

    private byte[] take() {
        byte[] document = pile.toByteArray();
        pile.reset();
        pileCharacters = 0;
        return document;
    }

    /** A document has at most as many characters as bytes. */
    private void cut(byte[] document) {
        if (document.length <= maximum || SpanMarks.has(document)) {
            ready.add(document);
            return;
        }
        for (String piece : cutter.cut(new String(document, StandardCharsets.UTF_8))) {
            ready.add(piece.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Bytes of the text read so far; a little ahead of the document. */
    public long bytes() {
        return paragraphs.bytes();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Characters of UTF-16 that a text has. */
    private static int characters(byte[] text) {
        int count = 0;
        for (byte value : text) {
            int unsigned = value & 0xff;
            count += (unsigned & 0xc0) == 0x80 ? 0 : unsigned >= 0xf0 ? 2 : 1;
        }
        return count;
    }
}
