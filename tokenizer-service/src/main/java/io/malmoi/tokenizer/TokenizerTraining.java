package io.malmoi.tokenizer;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.datasets.text.UnmarkedStream;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobException;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.evaluation.TokenizerEvaluation;
import io.malmoi.tokenization.pattern.PatternException;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.training.BpeTrainer;
import io.malmoi.tokenization.training.Trained;
import io.malmoi.tokenization.training.WordLevelTrainer;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.TrainTokenizerSpec.Preset;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Trains a tokenizer on a corpus, which streams from the object store, and publishes it. */
@Singleton
final class TokenizerTraining {
    private static final String CORPUS_FILE = "corpus.txt";
    private static final int SAMPLE_BYTES = 1 << 20;

    private final ArtifactStore store;
    private final Tokenizers tokenizers;
    private final long heap;

    @Inject
    TokenizerTraining(ArtifactStore store, Tokenizers tokenizers) {
        this(store, tokenizers, Runtime.getRuntime().maxMemory());
    }

    /** Training that gets along with a heap of so many bytes. */
    TokenizerTraining(ArtifactStore store, Tokenizers tokenizers, long heap) {
        this.store = store;
        this.tokenizers = tokenizers;
        this.heap = heap;
    }

    void run(TrainTokenizerSpec spec, JobContext job) throws IOException {
        Manifest corpus = store.get(spec.getCorpus());
        Trained trained = train(spec, corpus, job);
        publish(trained, bytesPerToken(trained.tokenizer(), corpus), spec, job);
    }

    private Trained train(TrainTokenizerSpec spec, Manifest corpus, JobContext job) throws IOException {
        TrainingProgress progress = new TrainingProgress(job);
        long size = corpus.file(CORPUS_FILE).size();
        try (InputStream text = text(corpus)) {
            return spec.getPreset() == Preset.WORD_LEVEL
                    ? new WordLevelTrainer(spec.getVocabularySize(), spec.getSpecialTokensList(), heap)
                            .train(text, size, progress)
                    : new BpeTrainer(TrainingSettings.of(spec), heap).train(text, size, progress);
        } catch (InvalidTextException e) {
            throw new JobException(Code.INVALID_ARGUMENT, corpus.name() + ": " + e.getMessage(), e);
        } catch (PatternException e) {
            throw new JobException(Code.INVALID_ARGUMENT, "a pattern cannot be used: " + e.getMessage(), e);
        }
    }

    /** Measured on whole lines at the beginning of the corpus. */
    private double bytesPerToken(Tokenizer tokenizer, Manifest corpus) throws IOException {
        TokenizerEvaluation evaluation = new TokenizerEvaluation(tokenizer);
        try (InputStream text = text(corpus)) {
            Sample.of(text, SAMPLE_BYTES).forEach(evaluation::add);
        }
        return evaluation.bytesPerToken();
    }

    /** The corpus as one text. */
    private InputStream text(Manifest corpus) {
        return new UnmarkedStream(store.open(corpus, CORPUS_FILE));
    }

    private void publish(Trained trained, double bytesPerToken, TrainTokenizerSpec spec, JobContext job) {
        io.malmoi.v1.Tokenizer.Builder resource = Tokenizers.describe(trained.tokenizer())
                .setCorpus(spec.getCorpus())
                .setBytesPerToken(bytesPerToken)
                .setLeftOutWords(trained.leftOut().words())
                .setLeftOutShare(trained.leftOut().share());
        try (ArtifactWriter writer = store.create(spec.getTokenizer(), job.provenance())) {
            resource.setSha256(Tokenizers.put(trained.tokenizer().files(0), writer));
            job.checkStillMine();
            writer.publish(tokenizers.resources().json(resource.build()), List.of(spec.getCorpus()));
        }
    }
}
