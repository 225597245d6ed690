package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.text.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A text, cleaned as it is read: invisible characters removed, the others composed, white space, empty and repeated lines
 * evened out. Made for prose; it takes the indentation out of program code. Every line ends with a line feed.
 *
 * <p>The steps, in this order, so that none leaves work for one before it and cleaning twice is cleaning once:
 *
 * <ol>
 *   <li>{@code control-characters} removes control characters, byte order marks, zero-width spaces and the like, but not
 *       the joiners of emoji.
 *   <li>{@code normalization-nfc} composes characters, such as Hangul syllables from their letters.
 *   <li>{@code white-space} makes every run of blanks one space, and removes blanks at the ends of lines.
 *   <li>{@code empty-lines} makes every run of empty lines one.
 *   <li>{@code repeated-lines} removes lines that are exactly the line before.
 * </ol>
 *
 * <p>Reading throws {@link io.malmoi.datasets.text.InvalidTextException} if the text is not UTF-8, has a line of more than
 * 16 MiB, or has nothing to read. Memory does not grow with the text. Not for use by several threads.
 */
public final class CleaningStream extends InputStream {
    private final InputStream source;
    private final LineReader lines;
    private final LineBuffer clean;
    private final List<CleaningStep> steps = List.of(
            new LineChange("control-characters", ControlCharacters::remove),
            new LineChange("normalization-nfc", NormalizationNfc::compose),
            new LineChange("white-space", WhiteSpace::collapse),
            new EmptyLines(),
            new RepeatedLines());
    private final Consumer<String> chain;
    private long linesRead;
    private CleaningReport report;

    /** Cleans a text in UTF-8. Closing this stream closes the text's. */
    public CleaningStream(InputStream source) {
        this.source = source;
        this.lines = new LineReader(source);
        this.clean = new LineBuffer(lines);
        this.chain = chain(steps, clean);
    }

    private static Consumer<String> chain(List<CleaningStep> steps, Consumer<String> last) {
        Consumer<String> next = last;
        for (int i = steps.size() - 1; i >= 0; i--) {
            CleaningStep step = steps.get(i);
            Consumer<String> following = next;
            next = line -> step.accept(line, following);
        }
        return next;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (clean.isEmpty() && report == null) {
            cleanSome();
        }
        return clean.isEmpty() && length > 0 ? -1 : clean.take(target, offset, length);
    }

    private void cleanSome() throws IOException {
        while (!clean.isFull() && lines.next()) {
            linesRead++;
            chain.accept(clean.decodeLine());
        }
        boolean ended = !clean.isFull();
        clean.measure();
        if (ended) {
            report = new CleaningReport(
                    linesRead,
                    clean.facts(),
                    steps.stream().map(CleaningStep::report).toList());
        }
    }

    /** What cleaning did; once the stream is read to its end. */
    public CleaningReport report() {
        if (report == null) {
            throw new IllegalStateException("the text is not read to its end");
        }
        return report;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
