package io.malmoi.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Provenance;
import io.malmoi.datasets.DatasetBuilder;
import io.malmoi.datasets.DatasetSettings;
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
import java.util.Random;
import java.util.stream.Stream;

/** A dataset of sentences that a small model learns quickly, published as the data service does. */
final class TinyDataset {
    static final String TOKENIZER = "tokenizers/tiny";
    private static final int VOCABULARY = 320;
    private static final String[] WHO = {"고양이는", "강아지는", "아이는", "할머니는", "선생님은"};
    private static final String[] WHERE = {"집에서", "마당에서", "학교에서", "바닷가에서"};
    private static final String[] WHAT = {"책을 읽었다.", "노래를 불렀다.", "잠을 잤다.", "밥을 먹었다.", "그림을 그렸다."};

    private TinyDataset() {}

    /** Publishes a dataset of so many sentences. */
    static void publish(ArtifactStore store, String name, int sentences, Path folder) throws IOException {
        publish(store, name, text(sentences), folder);
    }

    /** Publishes a dataset of a text. */
    static void publish(ArtifactStore store, String name, String text, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("text.txt"), text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Tokenizer tokenizer = new BpeTrainer(BpeSettings.ofSize(VOCABULARY))
                .train(new ByteArrayInputStream(bytes), bytes.length, (stage, done, total, unit) -> {})
                .tokenizer();
        tokenizer.save(folder, 0);
        String sha256 = sha256(Files.readAllBytes(folder.resolve("tokenizer.json")));
        new DatasetBuilder(tokenizer, sha256, new DatasetSettings(0.2, 1)).build(file, folder, (stage, done) -> {});
        try (ArtifactWriter writer = store.create(name, new Provenance("jobs/dataset", 1, "test"))) {
            for (Path part : files(folder)) {
                writer.put(part.getFileName().toString(), part);
            }
            writer.publish(new ObjectMapper().createObjectNode().put("tokenizer", TOKENIZER), List.of(TOKENIZER));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("text.txt")).sorted().toList();
        }
    }

    private static String text(int sentences) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            text.append(WHO[random.nextInt(WHO.length)])
                    .append(' ')
                    .append(WHERE[random.nextInt(WHERE.length)])
                    .append(' ')
                    .append(WHAT[random.nextInt(WHAT.length)])
                    .append('\n');
        }
        return text.toString();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
