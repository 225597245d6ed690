package io.malmoi.bench.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Contest;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.Result;
import io.malmoi.models.Decoder;
import io.malmoi.models.DecoderOptions;
import io.malmoi.models.Precision;
import io.malmoi.models.Sampler;
import io.malmoi.models.SamplingOptions;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Speed of greedy generation with a cache, from prompt to end, for some sequences at once, beside {@code generate} of Hugging Face
 * transformers with the same weights and prompts; the benchmark fails if the two do not begin with the same tokens.
 */
public final class Decoding implements Benchmark {
    private static final int PROMPT = 16;
    private static final int NEW_TOKENS = 200;
    /** After these, a tie that rounding breaks may lead elsewhere. */
    private static final int SAME_TOKENS = 8;

    private static final String UNIT = "tokens/s";
    private static final double BILLION = 1e9;

    private final String name;
    private final int sequences;

    /** Under this name, for so many sequences at once. */
    public Decoding(String name, int sequences) {
        this.name = name;
        this.sequences = sequences;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "generate greedily, " + sequences + " at once, float32; peer: transformers generate";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("malmoi-bench-");
        try (TrainingSession session = TrainingSession.create(Shape.GPT.config(), TrainingOptions.defaults())) {
            session.save(folder);
        }
        try {
            double copyRate = Machine.copyRate();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("copyGigabytesPerSecond", copyRate / BILLION);
            Result result = besidePeer(folder, options.runs(), figures);
            for (Precision precision : Precision.values()) {
                if (precision.available()) {
                    alone(folder, precision, options.runs(), copyRate, figures);
                }
            }
            return new Result(result.value(), result.unit(), result.peer(), figures);
        } finally {
            DecoderPeer.delete(folder);
        }
    }

    /** In float32, as transformers does it. */
    private Result besidePeer(Path folder, int runs, Map<String, Double> figures)
            throws IOException, InterruptedException {
        Optional<String> missing = DecoderPeer.missing();
        try (Decoder decoder = Decoder.load(folder, new DecoderOptions(sequences, Precision.FLOAT32))) {
            if (missing.isPresent()) {
                Contest contest = Contest.hold(runs, () -> time(decoder), Optional.empty());
                return new Result(tokens() / contest.ownSeconds(), UNIT, new Peer.Missing(missing.get()));
            }
            try (DecoderPeer peer =
                    DecoderPeer.start("generate", folder, "" + sequences, "" + PROMPT, "" + NEW_TOKENS)) {
                Contest contest = Contest.hold(runs, () -> time(decoder), Optional.of(peer));
                requireSameTokens(generate(decoder), peer.last().get("tokens"));
                figures.put("cpuRatio", contest.cpuRatio());
                return new Result(
                        tokens() / contest.ownSeconds(),
                        UNIT,
                        new Peer.Measured(peer.last().get("peer").textValue(), tokens() / contest.peerSeconds()));
            }
        }
    }

    /** Each precision beside one sequence at a time, and beside what memory allows. */
    private void alone(Path folder, Precision precision, int runs, double copyRate, Map<String, Double> figures)
            throws IOException {
        try (Decoder all = Decoder.load(folder, new DecoderOptions(sequences, precision));
                Decoder one = Decoder.load(folder, new DecoderOptions(1, precision))) {
            Contest contest = Contest.hold(runs, () -> time(all), Optional.of(() -> time(one)));
            String label = precision.name().toLowerCase(Locale.ROOT);
            figures.put(label + "TokensPerSecond", tokens() / contest.ownSeconds());
            figures.put(label + "TimesOne", sequences * contest.peerSeconds() / contest.ownSeconds());
            double bytes = NEW_TOKENS * Shape.GPT.readPerStep(sequences, PROMPT + NEW_TOKENS / 2, precision);
            figures.put(label + "ShareOfBandwidth", bytes / contest.ownSeconds() / copyRate);
        }
    }

    private double tokens() {
        return (double) sequences * NEW_TOKENS;
    }

    private static Contest.Run time(Decoder decoder) throws IOException {
        return Contest.Run.of(() -> generate(decoder));
    }

    /** Continues a prompt in each of the decoder's slots; gives the new tokens, step by step. */
    private static List<int[]> generate(Decoder decoder) {
        int[] prompts = DecoderPeer.someTokens(
                decoder.slots() * PROMPT, Shape.GPT.config().vocabularySize());
        Sampler greedy = new Sampler(SamplingOptions.greedy());
        List<Decoder.Sequence> sequences = decoder.prefill(IntStream.range(0, decoder.slots())
                .mapToObj(i -> Arrays.copyOfRange(prompts, i * PROMPT, (i + 1) * PROMPT))
                .toList());
        List<int[]> steps = new ArrayList<>();
        while (true) {
            int[] next = sequences.stream()
                    .mapToInt(sequence -> greedy.next(sequence.logits()))
                    .toArray();
            steps.add(next);
            if (steps.size() == NEW_TOKENS) {
                sequences.forEach(Decoder.Sequence::close);
                return steps;
            }
            decoder.step(sequences, next);
        }
    }

    private static void requireSameTokens(List<int[]> steps, JsonNode peers) {
        for (int step = 0; step < SAME_TOKENS; step++) {
            for (int row = 0; row < peers.size(); row++) {
                int theirs = peers.get(row).get(step).intValue();
                if (steps.get(step)[row] != theirs) {
                    throw new BenchmarkException("as new token " + step + " of sequence " + row + " the peer gives "
                            + theirs + ", we " + steps.get(step)[row]);
                }
            }
        }
    }
}
