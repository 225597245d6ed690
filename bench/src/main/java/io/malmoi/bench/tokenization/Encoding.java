package io.malmoi.bench.tokenization;

import io.malmoi.bench.Benchmark;
import io.malmoi.bench.Contest;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.Result;
import io.malmoi.tokenization.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Speed of encoding a text with a tokenizer trained on it: its lines in one batch on every core, and all of it at once on one.
 */
public final class Encoding implements Benchmark {
    private static final int VOCABULARY_SIZE = 8_000;
    private static final String UNIT = "MB/s";

    private final String name;
    private final String usualText;

    /** Under this name, on this text unless another is given. */
    public Encoding(String name, String usualText) {
        this.name = name;
        this.usualText = usualText;
    }

    /** What is encoded, and with what. */
    private record Task(Tokenizer tokenizer, Path json, Path text, String document, List<String> lines, int runs) {
        long encodeLines() {
            return lines.parallelStream()
                    .mapToLong(line -> tokenizer.encode(line).length)
                    .sum();
        }

        long encodeDocument() {
            return tokenizer.encode(document).length;
        }
    }

    /** One way to encode. */
    private record Way(String name, Measurement.Work work, long tokens) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "encode a text, by lines and at once; peers: Hugging Face tokenizers, tiktoken";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path text = options.text(usualText).toAbsolutePath();
        Tokenizer tokenizer = BpeTraining.train(text, VOCABULARY_SIZE);
        String document = Files.readString(text);
        Path json = Files.createTempFile("malmoi-bench-", ".json");
        try {
            Files.write(json, tokenizer.files(0).get("tokenizer.json"));
            List<String> lines = List.of(document.split("(?<=\n)"));
            return run(new Task(tokenizer, json, text, document, lines, options.runs()));
        } finally {
            Files.delete(json);
        }
    }

    private static Result run(Task task) throws IOException, InterruptedException {
        double megabytes = Files.size(task.text) / 1e6;
        Way byLines = new Way("lines", task::encodeLines, task.encodeLines());
        Way atOnce = new Way("document", task::encodeDocument, task.encodeDocument());
        Map<String, Double> figures = new LinkedHashMap<>();
        double alone = Measurement.medianSeconds(task.runs, atOnce.work);
        figures.put("documentMegabytesPerSecond", megabytes / alone);
        Optional<String> missing = TokenizersPeer.missing("tokenizers");
        if (missing.isPresent()) {
            double seconds = Measurement.medianSeconds(task.runs, byLines.work);
            return new Result(megabytes / seconds, UNIT, new Peer.Missing(missing.get()), figures);
        }
        Result result;
        try (TokenizersPeer peer = start("tokenizers", task, byLines)) {
            Contest contest = hold(task, byLines, peer);
            figures.put("cpuRatio", contest.cpuRatio());
            Peer measured = new Peer.Measured(peer.name(), megabytes / contest.peerSeconds());
            result = new Result(megabytes / contest.ownSeconds(), UNIT, measured, figures);
        }
        addRatio("document", "tokenizers", task, atOnce, figures);
        if (TokenizersPeer.missing("tiktoken").isEmpty()) {
            addRatio("tiktoken", "tiktoken", task, byLines, figures);
            addRatio("tiktokenDocument", "tiktoken", task, atOnce, figures);
        }
        return result;
    }

    private static void addRatio(String figure, String module, Task task, Way way, Map<String, Double> figures)
            throws IOException {
        try (TokenizersPeer peer = start(module, task, way)) {
            Contest contest = hold(task, way, peer);
            figures.put(figure + "Ratio", contest.ratio());
            figures.put(figure + "CpuRatio", contest.cpuRatio());
        }
    }

    private static TokenizersPeer start(String module, Task task, Way way) throws IOException {
        return TokenizersPeer.start(module, way.tokens, module, task.text.toString(), task.json.toString(), way.name);
    }

    private static Contest hold(Task task, Way way, TokenizersPeer peer) throws IOException {
        Measurement.warmUp(way.work);
        return Contest.hold(task.runs, () -> Contest.Run.of(way.work), Optional.of(peer));
    }
}
