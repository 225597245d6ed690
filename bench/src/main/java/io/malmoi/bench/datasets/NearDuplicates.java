package io.malmoi.bench.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.PythonPeer;
import io.malmoi.bench.Result;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.deduplication.MinHash;
import io.malmoi.datasets.text.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Speed of finding near-duplicates among a million short documents, from file to file; fails if too few are found. */
public final class NearDuplicates implements Benchmark {
    private static final int DOCUMENTS = 1_000_000;
    private static final int PEER_DOCUMENTS = 20_000;
    private static final double LEAST_RECALL = 0.95;

    @Override
    public String name() {
        return "minhash";
    }

    @Override
    public String description() {
        return "find near-duplicates among 1,000,000 short documents; peer: datasketch, on 20,000 of them";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("malmoi-bench-");
        Path documents = folder.resolve("documents.txt");
        Path kept = folder.resolve("kept.txt");
        try {
            var duplicates = new Duplicates(options.text("samples/koconovel/koconovel.txt"));
            duplicates.write(DOCUMENTS, documents);
            double seconds = Measurement.medianSeconds(options.runs(), () -> find(documents, kept, folder));
            double recall = duplicates.recall(documents, kept, 0.8, 1.1);
            if (recall < LEAST_RECALL) {
                throw new BenchmarkException("recall is " + recall + "; it must be at least " + LEAST_RECALL);
            }
            Map<String, Double> figures =
                    Map.of("recall", recall, "recallBelow085", duplicates.recall(documents, kept, 0.8, 0.85));
            return new Result(DOCUMENTS / seconds, "documents/s", peer(documents), figures);
        } finally {
            delete(folder);
        }
    }

    private static void find(Path documents, Path kept, Path folder) throws IOException {
        var plan = new CleaningPlan(List.of(), List.of(), false, Optional.of(new MinHash(5, 14, 8)));
        Path work = Files.createDirectory(folder.resolve("work"));
        try (var text = new CleaningStream(Files.newInputStream(documents), Layout.LINES, plan, work)) {
            Files.copy(text, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        delete(work);
    }

    private static Peer peer(Path documents) throws IOException, InterruptedException {
        PythonPeer python = new PythonPeer("datasketch");
        Optional<String> missing = python.missing();
        if (missing.isPresent()) {
            return new Peer.Missing(missing.get());
        }
        JsonNode answer =
                python.run("minhash_peer.py", List.of(documents.toString(), Integer.toString(PEER_DOCUMENTS)));
        return new Peer.Measured(
                answer.get("peer").textValue(),
                PEER_DOCUMENTS / answer.get("seconds").doubleValue());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
