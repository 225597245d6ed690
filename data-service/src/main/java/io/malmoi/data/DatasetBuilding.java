package io.malmoi.data;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.datasets.DatasetBuilder;
import io.malmoi.datasets.DatasetMeta;
import io.malmoi.datasets.DatasetSettings;
import io.malmoi.datasets.documents.DocumentSizes;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.BuildDatasetSpec;
import io.malmoi.v1.Dataset;
import io.malmoi.v1.JobSpec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Encodes a corpus into a dataset, which carries a copy of its tokenizer. */
@Singleton
final class DatasetBuilding {
    private static final String TOKENIZER_FILE = "tokenizer.json";

    private final ArtifactStore store;
    private final Resources<Dataset> datasets;
    private final Path workFolders;

    DatasetBuilding(ArtifactStore store, MalmoiConfig config) {
        this.store = store;
        this.datasets = new Resources<>(store, ResourceName.DATASET, Dataset.getDefaultInstance());
        this.workFolders = config.cacheDirectory().resolve("work");
    }

    void run(BuildDatasetSpec spec, JobContext job) throws IOException {
        Manifest corpus = store.get(spec.getCorpus());
        Manifest tokenizer = store.get(spec.getTokenizer());
        StoredFile text = corpus.file(Corpora.FILE);
        var progress = new JobProgress(job, text.size());
        try (WorkFolder work = WorkFolder.open(workFolders)) {
            Path bins = Files.createDirectory(work.path().resolve("dataset"));
            Path words = Files.createDirectory(work.path().resolve("tokenizer"));
            for (StoredFile file : tokenizer.files()) {
                copy(store.open(tokenizer, file.name()), words.resolve(file.name()));
            }
            Path local = work.path().resolve(Corpora.FILE);
            copy(new ReportedStream(store.open(corpus, Corpora.FILE), "fetch", progress), local);
            var builder = new DatasetBuilder(
                    Tokenizer.read(words.resolve(TOKENIZER_FILE)),
                    tokenizer.file(TOKENIZER_FILE).sha256(),
                    settings(spec));
            DatasetMeta meta = builder.build(local, bins, progress::report);
            publish(describe(meta, spec), List.of(bins, words), job);
        }
    }

    private static DatasetSettings settings(BuildDatasetSpec given) {
        BuildDatasetSpec spec = JobSpecs.withDefaults(
                        JobSpec.newBuilder().setBuildDataset(given).build())
                .getBuildDataset();
        return new DatasetSettings(
                spec.getValidationShare(),
                spec.getSeed(),
                new DocumentSizes(
                        spec.hasMinimumDocumentCharacters()
                                ? OptionalInt.of(spec.getMinimumDocumentCharacters())
                                : OptionalInt.empty(),
                        spec.getMaximumDocumentCharacters()),
                CleaningSteps.minHash(spec.getNearDuplicates()));
    }

    private void publish(Dataset dataset, List<Path> folders, JobContext job) throws IOException {
        String name = job.spec().getBuildDataset().getDataset();
        try (ArtifactWriter writer = store.create(name, job.provenance())) {
            for (Path folder : folders) {
                for (Path file : files(folder)) {
                    var progress = new JobProgress(job, Files.size(file));
                    try (InputStream content = new ReportedStream(Files.newInputStream(file), "store", progress)) {
                        writer.put(file.getFileName().toString(), content);
                    }
                }
            }
            job.checkStillMine();
            writer.publish(datasets.json(dataset), List.of(dataset.getCorpus(), dataset.getTokenizer()));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void copy(InputStream source, Path target) throws IOException {
        try (source) {
            Files.copy(source, target);
        }
    }

    private static Dataset describe(DatasetMeta meta, BuildDatasetSpec spec) {
        return Dataset.newBuilder()
                .setCorpus(spec.getCorpus())
                .setTokenizer(spec.getTokenizer())
                .setVocabularySize(meta.tokenizer().vocabularySize())
                .setDtype(meta.dtype().toString())
                .setDocuments(meta.train().documents() + meta.validation().documents())
                .setTrainTokens(meta.train().tokens())
                .setValidationTokens(meta.validation().tokens())
                .setLearnedTrainTokens(meta.train().learnedTokens())
                .setLearnedValidationTokens(meta.validation().learnedTokens())
                .setValidationBytes(meta.validation().bytes())
                .setUnigramLoss(meta.unigramLoss())
                .setSeed(meta.seed())
                .build();
    }
}
