package io.malmoi.inference;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Provenance;
import io.malmoi.models.Gpt2Config;
import io.malmoi.models.Precision;
import io.malmoi.models.TokenBatch;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A model that has learned one rhyme by heart, in a local folder, and ways to publish it. */
record TinyModel(Path folder, Tokenizer tokenizer) {
    static final String TOKENIZER = "tokenizers/tiny";
    /** Room for answers that take long enough to be cancelled. */
    static final int BLOCK_SIZE = 16_384;

    private static final String RHYME = "가나다라 마바사아 자차카타 파하 🙂 말을 모아 글을 엮자.\n";
    private static final int SEQUENCES = 4;
    private static final int SEQUENCE = 80;
    private static final int STEPS = 100;

    /** Trains the model. */
    static TinyModel train(Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] text = RHYME.repeat(20).getBytes(StandardCharsets.UTF_8);
        Tokenizer tokenizer = new BpeTrainer(BpeSettings.ofSize(285))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
        int[] ids = tokenizer.encode(RHYME.repeat(10));
        Gpt2Config config = Gpt2Config.of(tokenizer.vocabularySize(), BLOCK_SIZE, 32, 1, 2, tokenizer.endOfText());
        TrainingOptions options = TrainingOptions.defaults().withPrecision(Precision.FLOAT32);
        try (TrainingSession session = TrainingSession.create(config, options)) {
            for (int step = 0; step < STEPS; step++) {
                session.step(List.of(batch(ids, step)), 1e-2 * (STEPS - step) / STEPS);
            }
            session.save(folder);
        }
        tokenizer.save(folder, BLOCK_SIZE);
        return new TinyModel(folder, tokenizer);
    }

    private static TokenBatch batch(int[] ids, int step) {
        int[] inputs = new int[SEQUENCES * SEQUENCE];
        int[] targets = new int[inputs.length];
        for (int i = 0; i < SEQUENCES; i++) {
            int start = (step * SEQUENCES + i) * 7 % (ids.length - SEQUENCE - 1);
            System.arraycopy(ids, start, inputs, i * SEQUENCE, SEQUENCE);
            System.arraycopy(ids, start + 1, targets, i * SEQUENCE, SEQUENCE);
        }
        return new TokenBatch(SEQUENCES, SEQUENCE, inputs, targets);
    }

    /** Publishes it as the trainer service does. */
    void publish(ArtifactStore store, String name) throws IOException {
        publish(store, name, sha256(folder.resolve("tokenizer.json")));
    }

    /** Publishes it as if it had been trained with a tokenizer of this checksum. */
    void publish(ArtifactStore store, String name, String tokenizerSha256) throws IOException {
        try (ArtifactWriter writer = store.create(name, new Provenance("jobs/tiny", 1, "test"));
                Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                writer.put(file.getFileName().toString(), file);
            }
            writer.publish(
                    new ObjectMapper()
                            .createObjectNode()
                            .put("tokenizer", TOKENIZER)
                            .put("tokenizerSha256", tokenizerSha256),
                    List.of(TOKENIZER));
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
