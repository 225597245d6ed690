package io.malmoi.bench.tokenization;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.PythonPeer;
import io.malmoi.bench.Result;
import io.malmoi.tokenization.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Speed of encoding the lines of a text in one batch, with a tokenizer trained on the same text. */
public final class Encoding implements Benchmark {
    private static final int VOCABULARY_SIZE = 8_000;

    private final String name;
    private final String usualText;

    /** Under this name, on this text unless another is given. */
    public Encoding(String name, String usualText) {
        this.name = name;
        this.usualText = usualText;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "encode the lines of a text; peer: Hugging Face tokenizers";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path text = options.text(usualText);
        double megabytes = Files.size(text) / 1e6;
        Tokenizer tokenizer = BpeTraining.train(text, VOCABULARY_SIZE);
        List<String> lines = List.of(Files.readString(text).split("(?<=\n)"));
        double seconds = Measurement.medianSeconds(options.runs(), () -> encode(tokenizer, lines));
        long tokens = encode(tokenizer, lines);
        return new Result(megabytes / seconds, "MB/s", peer(tokenizer, text, tokens, options.runs()));
    }

    private static long encode(Tokenizer tokenizer, List<String> lines) {
        return lines.parallelStream()
                .mapToLong(line -> tokenizer.encode(line).length)
                .sum();
    }

    private static Peer peer(Tokenizer tokenizer, Path text, long tokens, int runs)
            throws IOException, InterruptedException {
        PythonPeer python = new PythonPeer("tokenizers");
        Optional<String> missing = python.missing();
        if (missing.isPresent()) {
            return new Peer.Missing(missing.get());
        }
        Path folder = Files.createTempDirectory("malmoi-bench-");
        Map<String, byte[]> files = tokenizer.files(0);
        Path json = folder.resolve("tokenizer.json");
        try {
            Files.write(json, files.get("tokenizer.json"));
            JsonNode answer = python.run(
                    "tokenizers_peer.py", List.of("encode", text.toString(), Integer.toString(runs), json.toString()));
            if (answer.get("tokens").longValue() != tokens) {
                throw new BenchmarkException("the peer gives " + answer.get("tokens") + " tokens, we " + tokens);
            }
            double megabytes = Files.size(text) / 1e6;
            return new Peer.Measured(
                    answer.get("peer").textValue(),
                    megabytes / answer.get("seconds").doubleValue());
        } finally {
            Files.deleteIfExists(json);
            Files.delete(folder);
        }
    }
}
