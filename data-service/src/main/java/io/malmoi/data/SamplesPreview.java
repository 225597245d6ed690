package io.malmoi.data;

import io.malmoi.datasets.cleaning.Tally;
import io.malmoi.datasets.structuring.SampleMaker;
import io.malmoi.datasets.text.MarkedText;
import io.malmoi.v1.FilledSample;
import io.malmoi.v1.PreviewSamplesResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Collects the first samples. For one thread. */
final class SamplesPreview implements SampleMaker.Samples {
    private static final String STEP = "structure";

    private final int wanted;
    private final PreviewSamplesResponse.Builder response = PreviewSamplesResponse.newBuilder();
    private final Tally tally = new Tally();
    private byte[] document;

    SamplesPreview(int wanted) {
        this.wanted = wanted;
    }

    /** The document that samples are made of next. */
    void next(byte[] source) {
        document = source;
    }

    boolean isFull() {
        return response.getSamplesCount() >= wanted;
    }

    @Override
    public void sample(MarkedText text) {
        if (!isFull()) {
            FilledSample.Builder sample = response.addSamplesBuilder();
            text.spans()
                    .forEach(span -> sample.addPartsBuilder()
                            .setText(span.text())
                            .setLearned(span.learned())
                            .setSpecial(span.special()));
        }
    }

    @Override
    public void skipped(String reason) {
        tally.dropped(STEP, reason, new String(document, StandardCharsets.UTF_8));
    }

    PreviewSamplesResponse response() {
        return response.addAllSkipped(CorpusStructuring.rejections(
                        tally.reports(List.of(STEP)).get(0).rejections()))
                .build();
    }
}
