package io.malmoi.data;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.datasets.cleaning.StepReport;
import io.malmoi.datasets.report.CorpusReport;
import io.malmoi.datasets.report.MeasuredText;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.datasets.structuring.SampleMaker;
import io.malmoi.datasets.structuring.StructuringPlan;
import io.malmoi.datasets.structuring.StructuringReport;
import io.malmoi.datasets.structuring.StructuringStream;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.Layout;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.PreviewSamplesRequest;
import io.malmoi.v1.PreviewSamplesResponse;
import io.malmoi.v1.Rejection;
import io.malmoi.v1.StructureCorpusSpec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Derives a corpus of samples: the text streams from the object store through a template and back. */
@Singleton
final class CorpusStructuring {
    private static final int MOST_PREVIEWED = 100;
    private static final int USUALLY_PREVIEWED = 10;
    /** A preview ends here even if it found fewer samples. */
    private static final int MOST_RECORDS_READ = 10_000;

    private final ArtifactStore store;
    private final Corpora corpora;

    CorpusStructuring(ArtifactStore store, Corpora corpora) {
        this.store = store;
        this.corpora = corpora;
    }

    void run(StructureCorpusSpec spec, JobContext job) throws IOException {
        Manifest source = store.get(spec.getSource());
        Layout layout = corpora.layout(source);
        StructuringPlan plan = plan(spec, source, layout);
        var progress = new JobProgress(job, source.file(Corpora.FILE).size());
        try (var text = new StructuringStream(
                        new ReportedStream(store.open(source, Corpora.FILE), "structure", progress), layout, plan);
                var measured = new MeasuredText(text);
                ArtifactWriter writer = store.create(spec.getCorpus(), job.provenance())) {
            StoredFile file = writer.put(Corpora.FILE, measured);
            Corpus corpus = describe(text.report(), file, spec);
            writer.put(ReportJson.FILE, Reports.stream(CorpusReport.ofSamples(measured.report())));
            job.checkStillMine();
            writer.publish(corpora.resources().json(corpus), List.of(source.name()));
        }
    }

    /** The plan of a spec, checked against the first records. */
    private StructuringPlan plan(StructureCorpusSpec spec, Manifest source, Layout layout) throws IOException {
        StructuringPlan plan = SampleTemplates.plan(spec);
        try (InputStream text = store.open(source, Corpora.FILE)) {
            plan.check(new DocumentLines(text, layout));
        }
        return plan;
    }

    private static Corpus describe(StructuringReport report, StoredFile file, StructureCorpusSpec spec) {
        return Corpora.describe(report.text(), file).toBuilder()
                .setSource(spec.getSource())
                .setSourceDocuments(report.records())
                .setDocuments(report.samples())
                .setStructuring(io.malmoi.v1.StructuringReport.newBuilder()
                        .setTemplate(spec.getTemplate())
                        .addAllSkipped(rejections(report.skipped())))
                .build();
    }

    /** What a contract says of rejections. */
    static List<Rejection> rejections(List<StepReport.Rejection> rejections) {
        return rejections.stream()
                .map(rejection -> Rejection.newBuilder()
                        .setReason(rejection.reason())
                        .setDocuments(rejection.documents())
                        .addAllExamples(rejection.examples())
                        .build())
                .toList();
    }

    /** The first samples that a job would make. INVALID_ARGUMENT, NOT_FOUND: as the job. */
    PreviewSamplesResponse preview(PreviewSamplesRequest request) throws IOException {
        StructureCorpusSpec spec = request.getSpec();
        new Violations()
                .name("spec.source", spec.getSource(), ResourceName.CORPUS)
                .require(
                        spec.getTemplate().isEmpty()
                                != spec.getTemplateContent().isEmpty(),
                        "spec.template",
                        "or template_content is required, and not both")
                .range("spec.copies", spec.getCopies(), 0, 100)
                .range("samples", request.getSamples(), 0, MOST_PREVIEWED)
                .throwIfAny();
        int wanted = request.getSamples() == 0 ? USUALLY_PREVIEWED : request.getSamples();
        Manifest source = store.get(spec.getSource());
        Layout layout = corpora.layout(source);
        try {
            var maker = new SampleMaker(plan(spec, source, layout));
            return preview(source, layout, maker, wanted);
        } catch (io.malmoi.datasets.structuring.TemplateException e) {
            throw JobException.invalid(List.of(new Violation("spec.template", e.getMessage())));
        }
    }

    private PreviewSamplesResponse preview(Manifest source, Layout layout, SampleMaker maker, int wanted)
            throws IOException {
        try (InputStream text = store.open(source, Corpora.FILE)) {
            var documents = new DocumentLines(text, layout);
            var preview = new SamplesPreview(wanted);
            byte[] document;
            for (int read = 0;
                    read < MOST_RECORDS_READ && !preview.isFull() && (document = documents.next()) != null;
                    read++) {
                preview.next(document);
                maker.make(document, preview);
            }
            return preview.response();
        }
    }
}
