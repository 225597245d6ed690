package io.malmoi.datasets.documents;

import io.malmoi.datasets.text.LineReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a text document by document.
 *
 * <p>Documents are separated by blank lines (empty, or nothing but spaces, tabs and carriage returns). A text that has no
 * blank line between others is a list of lines, such as reviews: they are grouped into documents of at most
 * {@value #GROUP_CHARACTERS} characters. A document of more than {@value #MAXIMUM_BYTES} bytes is cut. Groups and cuts end
 * at line ends, so that only a line longer than a limit makes a document longer than it. Nothing but blank lines is left
 * out, and no document is empty. Memory does not grow with the text. Not for use by several threads.
 */
public final class DocumentReader implements Closeable {
    /** Characters (UTF-16) of a group of lines at most, unless a line is longer. */
    public static final int GROUP_CHARACTERS = 2_000;
    /** Bytes of a document at most, unless a line is longer. */
    public static final int MAXIMUM_BYTES = 1 << 20;

    private final InputStream source;
    private final LineReader lines;
    private final boolean grouped;
    private final Pile pile = new Pile();
    private boolean lineWaits;

    private DocumentReader(InputStream source, boolean grouped) {
        this.source = source;
        this.lines = new LineReader(source);
        this.grouped = grouped;
    }

    /**
     * Opens a text file in UTF-8. Looks for blank lines first, through the whole text if it has none.
     *
     * @throws io.malmoi.datasets.text.InvalidTextException if it is not UTF-8, has a line of more than 16 MiB, or has nothing to read; also
     *     while it is read
     */
    public static DocumentReader open(Path file) throws IOException {
        boolean grouped = !hasBlankLines(file);
        return new DocumentReader(Files.newInputStream(file), grouped);
    }

    private static boolean hasBlankLines(Path file) throws IOException {
        try (InputStream source = Files.newInputStream(file)) {
            var lines = new LineReader(source);
            boolean begun = false;
            boolean blankAfter = false;
            while (lines.next()) {
                boolean blank = isBlank(lines);
                if (!blank && blankAfter) {
                    return true;
                }
                begun |= !blank;
                blankAfter = blank && begun;
            }
            return false;
        }
    }

    /** The next document in UTF-8, its lines joined by line feeds, without one at its end; empty at the end of the text. */
    public Optional<byte[]> next() throws IOException {
        while (lineWaits || lines.next()) {
            lineWaits = false;
            boolean blank = isBlank(lines);
            if (!pile.isEmpty() && (blank || !fits())) {
                lineWaits = !blank;
                return Optional.of(pile.take());
            }
            if (!blank) {
                pile.add(lines);
            }
        }
        return pile.isEmpty() ? Optional.empty() : Optional.of(pile.take());
    }

    private boolean fits() {
        if (grouped) {
            return pile.characters + 1 + characters(lines) <= GROUP_CHARACTERS;
        }
        return pile.size() + 1 + lines.end() - lines.start() <= MAXIMUM_BYTES;
    }

    /** Bytes of the text read so far; a little ahead of the document. */
    public long bytes() {
        return lines.bytes();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private static boolean isBlank(LineReader lines) {
        for (int i = lines.start(); i < lines.end(); i++) {
            byte value = lines.buffer()[i];
            if (value != ' ' && value != '\t' && value != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Characters of UTF-16 that a line has. */
    private static int characters(LineReader lines) {
        int count = 0;
        for (int i = lines.start(); i < lines.end(); i++) {
            int value = lines.buffer()[i] & 0xff;
            count += (value & 0xc0) == 0x80 ? 0 : value >= 0xf0 ? 2 : 1;
        }
        return count;
    }

    /** The lines of the document under way. */
    private static final class Pile {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int characters;

        boolean isEmpty() {
            return content.size() == 0;
        }

        int size() {
            return content.size();
        }

        void add(LineReader lines) {
            if (!isEmpty()) {
                content.write('\n');
                characters++;
            }
            content.write(lines.buffer(), lines.start(), lines.end() - lines.start());
            characters += DocumentReader.characters(lines);
        }

        byte[] take() {
            byte[] document = content.toByteArray();
            content.reset();
            characters = 0;
            return document;
        }
    }
}
