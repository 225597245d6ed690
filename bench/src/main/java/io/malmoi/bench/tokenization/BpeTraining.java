package io.malmoi.bench.tokenization;

import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Contest;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.Result;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Speed of training a byte-level BPE tokenizer, and the memory it takes. */
public final class BpeTraining implements Benchmark {
    static final int VOCABULARY_SIZE = 24_000;

    private static final String UNIT = "MB/s";

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
        int size = train(text, VOCABULARY_SIZE).vocabularySize();
        Measurement.Work work = () -> train(text, VOCABULARY_SIZE);
        Optional<String> missing = TokenizersPeer.missing("tokenizers");
        if (missing.isPresent()) {
            double seconds = Measurement.medianSeconds(options.runs(), work);
            return new Result(megabytes / seconds, UNIT, new Peer.Missing(missing.get()));
        }
        String file = text.toAbsolutePath().toString();
        try (TokenizersPeer peer = TokenizersPeer.start("tokenizers", size, "train", file, "" + VOCABULARY_SIZE)) {
            Measurement.warmUp(work);
            Contest contest = Contest.hold(options.runs(), () -> Contest.Run.of(work), Optional.of(peer));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("cpuRatio", contest.cpuRatio());
            addMemory(text, peer.peakBytes(), figures);
            return new Result(
                    megabytes / contest.ownSeconds(),
                    UNIT,
                    new Peer.Measured(peer.name(), megabytes / contest.peerSeconds()),
                    figures);
        }
    }

    /** Trains once more, in a process that has too small a heap to take more than half of the peer's memory. */
    private static void addMemory(Path text, double peers, Map<String, Double> figures)
            throws IOException, InterruptedException {
        OptionalDouble ours = TrainingProcess.peakMemory(text, (long) (peers / 2));
        if (ours.isPresent()) {
            figures.put("peerPeakMegabytes", peers / 1e6);
            figures.put("peakMemoryRatio", ours.getAsDouble() / peers);
        }
    }

    static Tokenizer train(Path text, int vocabularySize) throws IOException {
        try (InputStream stream = Files.newInputStream(text)) {
            return new BpeTrainer(BpeSettings.ofSize(vocabularySize))
                    .train(stream, Files.size(text), (stage, done, total, unit) -> checkComplete(stage))
                    .tokenizer();
        }
    }

    /** A comparison is fair only if all words are merged. */
    private static void checkComplete(String stage) {
        if (stage.startsWith("leave out")) {
            throw new BenchmarkException(
                    "the heap has no room for all words of the text: give a shorter one, or more heap");
        }
    }
}
