package io.malmoi.tokenizer;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.datasets.text.UnmarkedStream;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobException;
import io.malmoi.tokenization.BpeSettings;
import io.malmoi.tokenization.BpeTrainer;
import io.malmoi.tokenization.InvalidTextException;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.TrainTokenizerSpec;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Trains a tokenizer on a corpus, which streams from the object store, and publishes it. */
@Singleton
final class TokenizerTraining {
    private static final String CORPUS_FILE = "corpus.txt";
    private static final int SAMPLE_BYTES = 1 << 20;

    private final ArtifactStore store;
    private final Tokenizers tokenizers;

    TokenizerTraining(ArtifactStore store, Tokenizers tokenizers) {
        this.store = store;
        this.tokenizers = tokenizers;
    }

    void run(TrainTokenizerSpec spec, JobContext job) throws IOException {
        Manifest corpus = store.get(spec.getCorpus());
        Tokenizer tokenizer = train(spec, corpus, job);
        publish(tokenizer, bytesPerToken(tokenizer, corpus), spec, job);
    }

    private Tokenizer train(TrainTokenizerSpec spec, Manifest corpus, JobContext job) throws IOException {
        BpeTrainer trainer = new BpeTrainer(
                new BpeSettings(spec.getVocabularySize(), spec.getMinimumFrequency(), spec.getSpecialTokensList()));
        TrainingProgress progress = new TrainingProgress(job);
        StoredFile file = corpus.file(CORPUS_FILE);
        try (InputStream text = text(corpus)) {
            return trainer.train(text, file.size(), progress);
        } catch (InvalidTextException e) {
            throw new JobException(Code.INVALID_ARGUMENT, corpus.name() + ": " + e.getMessage(), e);
        }
    }

    /** Measured on the beginning of the corpus. */
    private double bytesPerToken(Tokenizer tokenizer, Manifest corpus) throws IOException {
        try (InputStream text = text(corpus)) {
            byte[] sample = text.readNBytes(SAMPLE_BYTES);
            int tokens = tokenizer.encode(new String(sample, StandardCharsets.UTF_8)).length;
            return (double) sample.length / tokens;
        }
    }

    /** The corpus as one text. */
    private InputStream text(Manifest corpus) {
        return new UnmarkedStream(store.open(corpus, CORPUS_FILE));
    }

    private void publish(Tokenizer tokenizer, double bytesPerToken, TrainTokenizerSpec spec, JobContext job) {
        io.malmoi.v1.Tokenizer.Builder resource = io.malmoi.v1.Tokenizer.newBuilder()
                .setVocabularySize(tokenizer.vocabularySize())
                .addAllSpecialTokens(tokenizer.specialTokens())
                .setCorpus(spec.getCorpus())
                .setBytesPerToken(bytesPerToken);
        try (ArtifactWriter writer = store.create(spec.getTokenizer(), job.provenance())) {
            for (Map.Entry<String, byte[]> file : tokenizer.files(0).entrySet()) {
                StoredFile stored = writer.put(file.getKey(), new ByteArrayInputStream(file.getValue()));
                if (file.getKey().equals(Tokenizers.FILE)) {
                    resource.setSha256(stored.sha256());
                }
            }
            job.checkStillMine();
            writer.publish(tokenizers.resources().json(resource.build()), List.of(spec.getCorpus()));
        }
    }
}
