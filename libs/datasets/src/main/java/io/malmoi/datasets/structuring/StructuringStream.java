package io.malmoi.datasets.structuring;

import io.malmoi.datasets.cleaning.Tally;
import io.malmoi.datasets.text.DocumentBuffer;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.MarkedText;
import io.malmoi.datasets.text.ParallelParcels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * The samples of a corpus, made as it is read, document by document; a text whose documents are marked, with the marks within
 * them that {@link io.malmoi.datasets.text.SpanMarks} describes. Works on all processors, in memory that does not grow with the
 * corpus.
 *
 * <p>Reading throws {@link InvalidTextException} if the corpus is not UTF-8, has a line of more than 16 MiB, has nothing to read,
 * or no sample could be made of it. Not for use by several threads.
 */
public final class StructuringStream extends InputStream {
    private static final String STEP = "structure";

    private record Parcel(List<byte[]> samples, Tally tally) {}

    private final InputStream source;
    private final SampleMaker maker;
    private final ParallelParcels<byte[], Parcel> parcels;
    private final Tally tally = new Tally();
    private final DocumentBuffer samples = new DocumentBuffer(Layout.MARKED);
    private final Queue<byte[]> ready = new ArrayDeque<>();
    private StructuringReport report;

    /** Makes samples of a corpus of this layout. Closing this stream closes the corpus's. */
    public StructuringStream(InputStream source, Layout layout, StructuringPlan plan) {
        this.source = source;
        this.maker = new SampleMaker(plan);
        this.parcels = new ParallelParcels<>(
                STEP, new DocumentLines(source, layout)::next, document -> document.length, this::make);
    }

    private Parcel make(List<byte[]> documents) {
        var parcel = new Parcel(new ArrayList<>(), new Tally());
        for (byte[] document : documents) {
            parcel.tally().read();
            maker.make(document, new SampleMaker.Samples() {
                @Override
                public void sample(MarkedText text) {
                    parcel.samples().add(text.marked().getBytes(StandardCharsets.UTF_8));
                    parcel.tally().kept();
                }

                @Override
                public void skipped(String reason) {
                    parcel.tally().dropped(STEP, reason, new String(document, StandardCharsets.UTF_8));
                }
            });
        }
        return parcel;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (samples.isEmpty() && report == null) {
            makeSome();
        }
        return samples.isEmpty() && length > 0 ? -1 : samples.take(target, offset, length);
    }

    private void makeSome() throws IOException {
        boolean ended = false;
        while (!ended && !samples.isFull()) {
            if (ready.isEmpty()) {
                Parcel parcel = parcels.next();
                ended = parcel == null;
                if (!ended) {
                    tally.add(parcel.tally());
                    ready.addAll(parcel.samples());
                }
            } else {
                samples.add(ready.remove());
            }
        }
        samples.measure();
        if (ended) {
            finish();
        }
    }

    private void finish() {
        var skipped = tally.reports(List.of(STEP)).get(0).rejections();
        if (tally.documentsKept() == 0) {
            String reasons = skipped.stream()
                    .map(reason -> String.format(Locale.ROOT, "%s (%,d)", reason.reason(), reason.documents()))
                    .collect(Collectors.joining(", "));
            throw new InvalidTextException(String.format(
                    Locale.ROOT,
                    "no sample could be made of the %,d documents: %s; correct the template, or say which columns it needs",
                    tally.documentsRead(),
                    reasons));
        }
        report = new StructuringReport(tally.documentsRead(), tally.documentsKept(), skipped, samples.facts());
    }

    /** What became of the corpus; once the stream is read to its end. */
    public StructuringReport report() {
        if (report == null) {
            throw new IllegalStateException("the text is not read to its end");
        }
        return report;
    }

    @Override
    public void close() throws IOException {
        parcels.close();
        source.close();
    }
}
