package io.malmoi.bench.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.PythonPeer;
import io.malmoi.bench.Result;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.text.Layout;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Speed of the usual cleaning of 62 MB of untidy reviews, from file to file. */
public final class Cleaning implements Benchmark {
    private static final String REVIEWS =
            "libs/tokenization/src/test/resources/io/malmoi/tokenization/golden/reviews.txt";
    private static final long BYTES = 62_000_000;

    @Override
    public String name() {
        return "clean";
    }

    @Override
    public String description() {
        return "clean 62 MB of Korean reviews; peer: regular expressions over the whole text in Python";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("malmoi-bench-");
        Path reviews = folder.resolve("reviews.txt");
        Path clean = folder.resolve("clean.txt");
        try {
            Reviews.write(Files.readAllLines(options.text(REVIEWS)), BYTES, reviews);
            double megabytes = Files.size(reviews) / 1e6;
            double seconds = Measurement.medianSeconds(options.runs(), () -> clean(reviews, clean, folder));
            long before = processorNanos();
            clean(reviews, clean, folder);
            double processorSeconds = (processorNanos() - before) / 1e9;
            return new Result(
                    megabytes / seconds,
                    "MB/s",
                    peer(reviews, Files.size(clean), options.runs(), megabytes),
                    Map.of("megabytesAProcessorSecond", megabytes / processorSeconds));
        } finally {
            Files.deleteIfExists(reviews);
            Files.deleteIfExists(clean);
            Files.delete(folder);
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void clean(Path reviews, Path clean, Path folder) throws IOException {
        try (var text = new CleaningStream(Files.newInputStream(reviews), Layout.LINES, CleaningPlan.USUAL, folder)) {
            Files.copy(text, clean, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Peer peer(Path reviews, long bytes, int runs, double megabytes)
            throws IOException, InterruptedException {
        PythonPeer python = new PythonPeer("re");
        Optional<String> missing = python.missing();
        if (missing.isPresent()) {
            return new Peer.Missing(missing.get());
        }
        JsonNode answer = python.run("cleaning_peer.py", List.of(reviews.toString(), Integer.toString(runs)));
        if (answer.get("bytes").longValue() != bytes) {
            throw new BenchmarkException("the peer's clean text has " + answer.get("bytes") + " bytes, ours " + bytes);
        }
        return new Peer.Measured(
                answer.get("peer").textValue(),
                megabytes / answer.get("seconds").doubleValue());
    }
}
