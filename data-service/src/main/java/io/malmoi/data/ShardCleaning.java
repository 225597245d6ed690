package io.malmoi.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.malmoi.artifacts.ArtifactPage;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.datasets.cleaning.CleanedShard;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.Shards;
import io.malmoi.datasets.text.Shards.Shard;
import io.malmoi.jobs.JobContext;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanShardSpec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Cleans shards of corpora, which are artifacts until the whole corpus is made of them. */
@Singleton
final class ShardCleaning {
    private static final String COLLECTION = "shards";
    private static final String FILE = "cleaned";
    /** So long a job may wait for its last shard; jobs that failed leave shards behind. */
    private static final Duration ABANDONED = Duration.ofDays(7);

    private static final int PAGE = 1_000;

    private final ArtifactStore store;
    private final Corpora corpora;
    private final CleaningPlans plans;
    private final Path workFolders;

    ShardCleaning(ArtifactStore store, Corpora corpora, CleaningPlans plans, MalmoiConfig config) {
        this.store = store;
        this.corpora = corpora;
        this.plans = plans;
        this.workFolders = config.cacheDirectory().resolve("work");
    }

    void run(CleanShardSpec spec, JobContext job) throws IOException {
        if (spec.getShard() == 0) { // once for all shards of a corpus
            removeAbandoned();
        }
        CleanCorpusSpec whole = spec.getCorpus();
        Manifest source = store.get(whole.getSource());
        Layout layout = corpora.layout(source);
        Shard shard = shard(source, layout, spec.getShard(), whole.getShards());
        CleaningPlan plan = plans.plan(whole);
        try (WorkFolder work = WorkFolder.open(workFolders);
                ArtifactWriter writer = store.create(spec.getOutput(), job.provenance())) {
            Path file = work.path().resolve(FILE);
            var progress = new JobProgress(job, shard.size());
            try (InputStream text = store.open(source, Corpora.FILE, shard.begin(), shard.size());
                    OutputStream target = Files.newOutputStream(file)) {
                CleanedShard.write(new ReportedStream(text, "clean", progress), layout, plan, target);
            }
            try (InputStream cleaned = Files.newInputStream(file)) {
                writer.put(FILE, cleaned);
            }
            job.checkStillMine();
            writer.publish(JsonNodeFactory.instance.objectNode(), List.of(source.name()));
        }
    }

    private Shard shard(Manifest source, Layout layout, int number, int count) throws IOException {
        long size = source.file(Corpora.FILE).size();
        return Shards.shard(
                offset -> store.open(source, Corpora.FILE, offset, size - offset), layout, size, number, count);
    }

    /** Bytes of a published shard. */
    long size(String shard) {
        return store.get(shard).file(FILE).size();
    }

    /** The file of a published shard, to be closed by the caller. */
    InputStream open(String shard) {
        return store.open(store.get(shard), FILE);
    }

    /** Removes shards of which a corpus is made. */
    void remove(List<String> shards) {
        shards.forEach(store::delete);
    }

    private void removeAbandoned() {
        Instant limit = Instant.now().minus(ABANDONED);
        ArtifactPage page = store.list(COLLECTION, PAGE, "");
        page.manifests().stream()
                .filter(shard -> shard.createTime().isBefore(limit))
                .forEach(shard -> store.delete(shard.name()));
    }
}
