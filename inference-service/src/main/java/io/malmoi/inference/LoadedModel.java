package io.malmoi.inference;

import com.google.rpc.Code;
import io.malmoi.artifacts.Manifest;
import io.malmoi.jobs.JobException;
import io.malmoi.models.Decoder;
import io.malmoi.models.DecoderOptions;
import io.malmoi.models.MemoryEstimate;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.ModelFormatException;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.json.TokenizerFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A model in memory with its tokenizer, and the engine that writes with it. Thread-safe.
 *
 * @param name `models/{id}` or `models/{id}/checkpoints/{checkpoint}`
 * @param trainedWith the tokenizer that it was trained with, `tokenizers/{id}`
 * @param tokenizer the model's own copy of it
 * @param endOfText id of the token with which the model ends a text
 * @param blockSize the longest sequence in tokens
 * @param engine writes answers
 */
record LoadedModel(String name, String trainedWith, Tokenizer tokenizer, int endOfText, int blockSize, Engine engine)
        implements AutoCloseable {
    private static final double MIB = 1 << 20;
    private static final String TOKENIZER_FILE = "tokenizer.json";

    /**
     * Opens a model whose files are in a local folder.
     *
     * @throws JobException FAILED_PRECONDITION, if they do not make a model that can be run with its tokenizer
     */
    static LoadedModel open(Manifest manifest, Path folder, InferenceConfig config, EngineMetrics metrics)
            throws IOException {
        try {
            requireOwnTokenizer(manifest);
            Tokenizer tokenizer = Tokenizer.read(folder);
            DecoderOptions options =
                    new DecoderOptions(config.maxRunning(), config.precision(), config.maxSequenceTokens());
            requireMemory(manifest, MemoryEstimate.decoding(ModelConfig.read(folder), options));
            Decoder decoder = load(folder, options);
            int modelTokens = decoder.config().vocabularySize();
            if (tokenizer.vocabularySize() > modelTokens) {
                decoder.close();
                throw unusable(
                        manifest,
                        "its tokenizer has %,d tokens, but the model %,d"
                                .formatted(tokenizer.vocabularySize(), modelTokens),
                        null);
            }
            return new LoadedModel(
                    manifest.name(),
                    manifest.resource().path("tokenizer").asText(),
                    tokenizer,
                    endOfText(decoder.config(), tokenizer),
                    decoder.config().blockSize(),
                    new Engine(manifest.name(), decoder, config.maxWaiting(), metrics));
        } catch (ModelFormatException | TokenizerFormatException e) {
            throw unusable(manifest, e.getMessage(), e);
        }
    }

    private static Decoder load(Path folder, DecoderOptions options) {
        try {
            options.precision().requireAvailable();
        } catch (IllegalArgumentException e) {
            throw new JobException(Code.FAILED_PRECONDITION, "malmoi.inference.precision: " + e.getMessage(), e);
        }
        return Decoder.load(folder, options);
    }

    /** The configuration's, which for models from elsewhere may be another than the tokenizer's. */
    private static int endOfText(ModelConfig config, Tokenizer tokenizer) {
        return config.endOfText() == ModelConfig.NONE ? tokenizer.endOfText() : config.endOfText();
    }

    /** Refuses, with FAILED_PRECONDITION, any tokenizer but the one that the model was trained with. */
    void requireTokenizer(String named) {
        if (!named.equals(trainedWith)) {
            throw new JobException(
                    Code.FAILED_PRECONDITION,
                    "%s was trained with %s, not with %s: name that one, or leave tokenizer empty"
                            .formatted(name, trainedWith, named));
        }
    }

    private static void requireMemory(Manifest manifest, double needed) {
        long available = MemoryEstimate.available();
        if (needed > available) {
            throw new JobException(
                    Code.RESOURCE_EXHAUSTED,
                    String.format(
                            Locale.ROOT,
                            "%s needs at least %,.0f MiB of memory, but %,.0f MiB are available: lower"
                                    + " malmoi.inference.max-running, max-sequence-tokens or max-models, or use a larger"
                                    + " machine",
                            manifest.name(),
                            needed / MIB,
                            available / MIB));
        }
    }

    private static void requireOwnTokenizer(Manifest manifest) {
        String expected = manifest.resource().path("tokenizerSha256").asText();
        String there = manifest.file(TOKENIZER_FILE).sha256();
        if (!there.equals(expected)) {
            throw unusable(
                    manifest,
                    "its %s (SHA-256 %s) is not the one that it was trained with (%s)"
                            .formatted(TOKENIZER_FILE, there, expected),
                    null);
        }
    }

    private static JobException unusable(Manifest manifest, String why, Exception cause) {
        return new JobException(
                Code.FAILED_PRECONDITION, "%s cannot be used: %s".formatted(manifest.name(), why), cause);
    }

    @Override
    public void close() {
        engine.close();
    }
}
