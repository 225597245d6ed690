package io.malmoi.bench.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.PythonPeer;
import io.malmoi.bench.Result;
import io.malmoi.datasets.DatasetBuilder;
import io.malmoi.datasets.DatasetMeta;
import io.malmoi.datasets.DatasetSettings;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.structuring.StructuringPlan;
import io.malmoi.datasets.structuring.StructuringStream;
import io.malmoi.datasets.text.Layout;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Speed of making a dataset of 62 MB of untidy reviews: clean, structure, split, encode and write, from file to file. */
public final class Preparation implements Benchmark {
    private static final String REVIEWS =
            "libs/tokenization/src/test/resources/io/malmoi/tokenization/golden/reviews.txt";
    private static final long BYTES = 62_000_000;
    private static final int VOCABULARY = 8_000;
    private static final String TEMPLATE = """
            description: A review behind an instruction.
            text: |
              ### Instruction(명령어):
              다음 영화를 본 감상을 쓰세요.

              ### Response(응답):
              {{learn}}{{text}}{{/learn}}
            """;

    @Override
    public String name() {
        return "prepare-reviews";
    }

    @Override
    public String description() {
        return "62 MB of Korean reviews to token bins; peer: regular expressions, tokenizers and numpy in Python";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("malmoi-bench-");
        try {
            Path text = options.text(REVIEWS);
            Path reviews = folder.resolve("reviews.txt");
            Reviews.write(Files.readAllLines(text), BYTES, reviews);
            Path json = folder.resolve("tokenizer.json");
            Tokenizer tokenizer = train(text);
            Files.write(json, tokenizer.files(0).get("tokenizer.json"));
            var work = new Work(folder, reviews, tokenizer);
            double megabytes = Files.size(reviews) / 1e6;
            double seconds = Measurement.medianSeconds(options.runs(), work::run);
            Peer peer = peer(work, json, options.runs(), megabytes);
            return new Result(megabytes / seconds, "MB/s", peer, work.figures);
        } finally {
            delete(folder);
        }
    }

    private static Tokenizer train(Path text) throws IOException {
        try (InputStream stream = Files.newInputStream(text)) {
            return new BpeTrainer(BpeSettings.ofSize(VOCABULARY))
                    .train(stream, Files.size(text), (stage, done, total, unit) -> {})
                    .tokenizer();
        }
    }

    /** What is measured. */
    private static final class Work {
        private final Path folder;
        private final Path reviews;
        private final Tokenizer tokenizer;
        private final Map<String, Double> figures = new LinkedHashMap<>();
        private long tokens;

        Work(Path folder, Path reviews, Tokenizer tokenizer) {
            this.folder = folder;
            this.reviews = reviews;
            this.tokenizer = tokenizer;
        }

        void run() throws IOException {
            Path clean = folder.resolve("clean.txt");
            Path samples = folder.resolve("samples.txt");
            Path dataset = Files.createDirectory(folder.resolve("dataset"));
            timed("cleanSeconds", () -> clean(reviews, clean, folder));
            timed("structureSeconds", () -> structure(clean, samples));
            timed("datasetSeconds", () -> {
                DatasetMeta meta = new DatasetBuilder(tokenizer, "", new DatasetSettings(0.1, 1))
                        .build(samples, dataset, (stage, bytes) -> {});
                tokens = meta.train().tokens() + meta.validation().tokens();
            });
            delete(dataset);
        }

        private void timed(String figure, Measurement.Work step) throws IOException {
            long start = System.nanoTime();
            step.run();
            figures.put(figure, (System.nanoTime() - start) / 1e9);
        }
    }

    private static void clean(Path reviews, Path target, Path work) throws IOException {
        try (var text = new CleaningStream(Files.newInputStream(reviews), Layout.LINES, CleaningPlan.USUAL, work)) {
            Files.copy(text, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void structure(Path clean, Path target) throws IOException {
        StructuringPlan plan = StructuringPlan.of("reviews", TEMPLATE, Map.of(), 1, 0);
        try (var text = new StructuringStream(Files.newInputStream(clean), Layout.LINES, plan)) {
            Files.copy(text, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Peer peer(Work work, Path json, int runs, double megabytes)
            throws IOException, InterruptedException {
        PythonPeer python = new PythonPeer("tokenizers, numpy");
        Optional<String> missing = python.missing();
        if (missing.isPresent()) {
            return new Peer.Missing(missing.get());
        }
        JsonNode answer = python.run(
                "prepare_peer.py",
                List.of(work.reviews.toString(), json.toString(), work.folder.toString(), Integer.toString(runs)));
        if (answer.get("tokens").longValue() != work.tokens) {
            throw new BenchmarkException(
                    "the peer's bins have " + answer.get("tokens") + " tokens, ours " + work.tokens);
        }
        return new Peer.Measured(
                answer.get("peer").textValue(),
                megabytes / answer.get("seconds").doubleValue());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
