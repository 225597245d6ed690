package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import io.malmoi.datasets.report.TextReport;
import io.malmoi.datasets.report.TextStatistics;
import io.malmoi.datasets.text.DocumentBuffer;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.TextFacts;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A text, cleaned as it is read, document by document as its layout says. The clean text has the same layout; its lines end
 * with a line feed. Cleans on all processors.
 *
 * <p>Memory does not grow with the text, but for a bit for each document when duplicates are looked for; then all documents
 * wait in a file first.
 *
 * <p>Reading throws {@link InvalidTextException} if the text is not UTF-8, has a line of more than 16 MiB, has nothing to
 * read, or has nothing left. Not for use by several threads.
 */
public final class CleaningStream extends InputStream {
    private final Closeable source;
    private final CleaningPlan plan;
    private final Path work;
    private final Tally tally;
    private final KeptDocuments kept;
    private final DocumentBuffer clean;
    private final TextStatistics statistics = new TextStatistics();
    private UniqueDocuments unique;
    private CleaningReport report;

    /**
     * Cleans a text in UTF-8. Closing this stream closes the text's.
     *
     * @param work an empty folder for files, used when duplicates are looked for
     */
    public CleaningStream(InputStream source, Layout layout, CleaningPlan plan, Path work) {
        this(source, layout, plan, work, new Tally());
    }

    private CleaningStream(InputStream source, Layout layout, CleaningPlan plan, Path work, Tally tally) {
        this(source, new CleanedDocuments(new DocumentLines(source, layout), plan, tally), tally, plan, work, layout);
    }

    private CleaningStream(
            Closeable source, KeptDocuments kept, Tally tally, CleaningPlan plan, Path work, Layout layout) {
        this.source = source;
        this.kept = kept;
        this.tally = tally;
        this.plan = plan;
        this.work = work;
        this.clean = new DocumentBuffer(layout);
    }

    /** A file of {@link CleanedShard}. */
    @FunctionalInterface
    public interface ShardFile {
        /** Opens it; the reader reads it to its end and closes it. */
        InputStream open() throws IOException;
    }

    /**
     * The clean text of which the shards were cleaned apart from each other: byte for byte that of one stream, and so are its
     * reports.
     *
     * @param shards the files of all shards in their order, each opened when the one before is read
     * @param layout the layout of the text
     * @param plan the plan with which the shards were cleaned
     * @param work an empty folder for files, used when duplicates are looked for
     */
    public static CleaningStream merging(List<ShardFile> shards, Layout layout, CleaningPlan plan, Path work) {
        var tally = new Tally();
        return new CleaningStream(() -> {}, new ShardDocuments(shards, tally), tally, plan, work, layout);
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
        Kept document = null;
        while (!clean.isFull() && (document = next()) != null) {
            clean.add(document.text());
            statistics.add(document.text());
            tally.kept();
        }
        clean.measure();
        if (document == null) {
            report = new CleaningReport(
                    tally.documentsRead(), tally.documentsKept(), facts(), tally.reports(plan.steps()));
        }
    }

    private Kept next() throws IOException {
        if (!plan.findsDuplicates()) {
            return kept.next();
        }
        if (unique == null) {
            unique = new UniqueDocuments(kept, plan, tally, work);
        }
        return unique.next();
    }

    private TextFacts facts() {
        if (tally.documentsKept() == 0) {
            String dropped = tally.reports(plan.steps()).stream()
                    .filter(step -> step.dropped() > 0)
                    .map(step -> String.format(Locale.ROOT, "%s dropped %,d", step.step(), step.dropped()))
                    .collect(Collectors.joining(", "));
            throw new InvalidTextException(String.format(
                    Locale.ROOT,
                    "nothing is left of the %,d documents: %s; leave out a step, or loosen its thresholds",
                    tally.documentsRead(),
                    dropped));
        }
        return clean.facts();
    }

    /** What cleaning did; once the stream is read to its end. */
    public CleaningReport report() {
        if (report == null) {
            throw new IllegalStateException("the text is not read to its end");
        }
        return report;
    }

    /** What the documents that are kept are like; once the stream is read to its end. */
    public TextReport measured() {
        report();
        return statistics.report();
    }

    @Override
    public void close() throws IOException {
        kept.close();
        if (unique != null) {
            unique.close();
        }
        source.close();
    }
}
