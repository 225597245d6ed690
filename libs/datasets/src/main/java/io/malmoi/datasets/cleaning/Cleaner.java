package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.ProgressListener;
import io.malmoi.datasets.text.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cleans a text: composes characters, removes invisible ones, evens out white space, empty and repeated lines. Made for
 * prose; it takes the indentation out of program code.
 *
 * <p>The steps, in this order, so that none leaves work for one before it and cleaning twice is cleaning once:
 *
 * <ol>
 *   <li>{@code control-characters}: removes control characters, byte order marks, zero-width spaces and the like, but not the joiners of emoji.
 *   <li>{@code normalization-nfc}: composes characters, such as Hangul syllables from their letters.
 *   <li>{@code white-space}: makes every run of blanks one space, and removes blanks at the ends of lines.
 *   <li>{@code empty-lines}: makes every run of empty lines one.
 *   <li>{@code repeated-lines}: removes lines that are exactly the line before.
 * </ol>
 *
 * <p>Works on a stream; memory does not grow with the text. Stateless.
 */
public final class Cleaner {
    private static final int REPORT_BYTES = 1 << 20;

    private Cleaner() {}

    /**
     * Cleans a text. Every line that is written ends with a line feed.
     *
     * @param source the text, in UTF-8; not closed
     * @param target where the clean text goes, in UTF-8; flushed, not closed
     * @param listener is told the bytes read, about once a MiB
     * @throws io.malmoi.datasets.text.InvalidTextException if the text is not UTF-8, has a line of more than 16 MiB, or has nothing to read
     */
    public static CleaningReport clean(InputStream source, OutputStream target, ProgressListener listener)
            throws IOException {
        List<CleaningStep> steps = steps();
        var lines = new LineReader(source);
        var writer = new LineWriter(target);
        Consumer<String> chain = chain(steps, writer);
        long read = 0;
        long reported = 0;
        while (lines.next()) {
            chain.accept(writer.decode(lines));
            read++;
            if (lines.bytes() - reported >= REPORT_BYTES) {
                reported = lines.bytes();
                listener.progress("clean", reported);
            }
            writer.flushIfFull();
        }
        listener.progress("clean", lines.bytes());
        return new CleaningReport(
                read, writer.finish(), steps.stream().map(CleaningStep::report).toList());
    }

    private static List<CleaningStep> steps() {
        return List.of(
                new LineChange("control-characters", ControlCharacters::remove),
                new LineChange("normalization-nfc", NormalizationNfc::compose),
                new LineChange("white-space", WhiteSpace::collapse),
                new EmptyLines(),
                new RepeatedLines());
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
}
