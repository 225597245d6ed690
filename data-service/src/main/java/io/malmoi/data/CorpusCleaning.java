package io.malmoi.data;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.CleaningReport;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.cleaning.CleaningStream.ShardFile;
import io.malmoi.datasets.cleaning.StepReport;
import io.malmoi.datasets.report.CorpusReport;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.datasets.report.TextReport;
import io.malmoi.datasets.text.Layout;
import io.malmoi.jobs.CleaningShards;
import io.malmoi.jobs.JobContext;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleaningStepReport;
import io.malmoi.v1.Corpus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Derives a clean corpus: the text streams from the object store through the cleaning steps and back. */
@Singleton
final class CorpusCleaning {
    private final ArtifactStore store;
    private final Corpora corpora;
    private final CleaningPlans plans;
    private final ShardCleaning shards;
    private final Reports reports;
    private final Path workFolders;

    CorpusCleaning(
            ArtifactStore store,
            Corpora corpora,
            CleaningPlans plans,
            ShardCleaning shards,
            Reports reports,
            MalmoiConfig config) {
        this.store = store;
        this.corpora = corpora;
        this.plans = plans;
        this.shards = shards;
        this.reports = reports;
        this.workFolders = config.cacheDirectory().resolve("work");
    }

    void run(CleanCorpusSpec spec, JobContext job) throws IOException {
        Manifest source = store.get(spec.getSource());
        try (WorkFolder work = WorkFolder.open(workFolders);
                CleaningStream text = clean(source, spec, job, work.path());
                ArtifactWriter writer = store.create(spec.getCorpus(), job.provenance())) {
            StoredFile file = writer.put(Corpora.FILE, text);
            Corpus corpus =
                    describe(text.report(), file).setSource(source.name()).build();
            writer.put(ReportJson.FILE, Reports.stream(report(text, source)));
            job.checkStillMine();
            writer.publish(corpora.resources().json(corpus), List.of(source.name()));
        }
        shards.remove(CleaningShards.artifacts(job.job()));
    }

    private CleaningStream clean(Manifest source, CleanCorpusSpec spec, JobContext job, Path work) throws IOException {
        Layout layout = corpora.layout(source);
        CleaningPlan plan = plans.plan(spec);
        List<String> cleaned = CleaningShards.artifacts(job.job());
        if (!cleaned.isEmpty()) {
            return merge(cleaned, layout, plan, job, work);
        }
        var progress = new JobProgress(job, source.file(Corpora.FILE).size());
        return new CleaningStream(
                new ReportedStream(store.open(source, Corpora.FILE), "clean", progress), layout, plan, work);
    }

    private CleaningStream merge(List<String> cleaned, Layout layout, CleaningPlan plan, JobContext job, Path work) {
        long[] sizes = cleaned.stream().mapToLong(shards::size).toArray();
        var progress = new JobProgress(job, Arrays.stream(sizes).sum());
        List<ShardFile> files = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < sizes.length; i++) {
            String shard = cleaned.get(i);
            long done = before;
            files.add(() -> new ReportedStream(shards.open(shard), "merge", progress, done));
            before += sizes[i];
        }
        return CleaningStream.merging(files, layout, plan, work);
    }

    private CorpusReport report(CleaningStream text, Manifest source) throws IOException {
        TextReport before = reports.find(source).map(CorpusReport::text).orElse(null);
        return CorpusReport.ofCleaning(text.measured(), before, text.report());
    }

    private static Corpus.Builder describe(CleaningReport report, StoredFile file) {
        Corpus.Builder corpus = Corpora.describe(report.text(), file).toBuilder()
                .setSourceDocuments(report.documentsRead())
                .setDocuments(report.documentsKept());
        for (StepReport step : report.steps()) {
            corpus.addCleaning(CleaningStepReport.newBuilder()
                    .setStep(step.step())
                    .setChangedDocuments(step.changed())
                    .setDroppedDocuments(step.dropped())
                    .addAllRejections(CorpusStructuring.rejections(step.rejections())));
        }
        return corpus;
    }
}
