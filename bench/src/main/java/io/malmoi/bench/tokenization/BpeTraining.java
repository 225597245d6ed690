package io.malmoi.bench.tokenization;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.PythonPeer;
import io.malmoi.bench.Result;
import io.malmoi.tokenization.BpeSettings;
import io.malmoi.tokenization.BpeTrainer;
import io.malmoi.tokenization.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Speed of training a byte-level BPE tokenizer. */
public final class BpeTraining implements Benchmark {
    private static final int VOCABULARY_SIZE = 24_000;

    @Override
    public String name() {
        return "bpe-train";
    }

    @Override
    public String description() {
        return "train a BPE tokenizer of 24,000 tokens; peer: Hugging Face tokenizers";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path text = options.text("samples/koconovel/koconovel.txt");
        double megabytes = Files.size(text) / 1e6;
        double seconds = Measurement.medianSeconds(options.runs(), () -> train(text, VOCABULARY_SIZE));
        int size = train(text, VOCABULARY_SIZE).vocabularySize();
        return new Result(megabytes / seconds, "MB/s", peer(text, megabytes, size, options.runs()));
    }

    static Tokenizer train(Path text, int vocabularySize) throws IOException {
        try (InputStream stream = Files.newInputStream(text)) {
            return new BpeTrainer(BpeSettings.ofSize(vocabularySize))
                    .train(stream, Files.size(text), (stage, done, total, unit) -> {});
        }
    }

    private static Peer peer(Path text, double megabytes, int size, int runs) throws IOException, InterruptedException {
        PythonPeer python = new PythonPeer("tokenizers");
        Optional<String> missing = python.missing();
        if (missing.isPresent()) {
            return new Peer.Missing(missing.get());
        }
        JsonNode answer = python.run(
                "tokenizers_peer.py",
                List.of("train", text.toString(), Integer.toString(runs), Integer.toString(VOCABULARY_SIZE)));
        if (answer.get("tokens").intValue() != size) {
            throw new BenchmarkException("the peer's vocabulary has " + answer.get("tokens") + " tokens, ours " + size);
        }
        return new Peer.Measured(
                answer.get("peer").textValue(),
                megabytes / answer.get("seconds").doubleValue());
    }
}
