package io.malmoi.bench.models;

import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Contest;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.Result;
import io.malmoi.models.Precision;
import io.malmoi.models.TokenBatch;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Speed of whole training steps, from forward to AdamW, beside the same in eager PyTorch with its fused AdamW. Both begin with the
 * same weights and learn the same tokens; the benchmark fails if their first losses differ.
 */
public final class Training implements Benchmark {
    private static final int STEPS_A_RUN = 3;
    private static final double RATE = 1e-4;
    private static final List<Integer> BATCH_SIZES = List.of(8, 16);
    private static final double SAME_LOSS = 0.02;
    private static final double BILLION = 1e9;

    private final String name;
    private final Shape shape;
    private final Precision precision;

    /** Under this name, for a model of a shape, in a precision. */
    public Training(String name, Shape shape, Precision precision) {
        this.name = name;
        this.shape = shape;
        this.precision = precision;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "training steps of " + shape.label() + " in " + precision.name().toLowerCase(Locale.ROOT)
                + "; peer: PyTorch, eager";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Optional<String> missing = DecoderPeer.missing();
        Map<String, Double> figures = new LinkedHashMap<>();
        Result result = null;
        for (int batchSize : BATCH_SIZES) {
            Result measured = measure(batchSize, options.runs(), missing);
            measured.figures().forEach((figure, value) -> figures.put("batch" + batchSize + figure, value));
            result = result == null ? measured : result;
        }
        double rate = Machine.productRate(precision);
        figures.put("productGigaflops", rate / BILLION);
        for (int batchSize : BATCH_SIZES) {
            double tokensPerSecond = figures.get("batch" + batchSize + "TokensPerSecond");
            figures.put(
                    "batch" + batchSize + "ShareOfProducts", tokensPerSecond * shape.trainingFlopsPerToken() / rate);
        }
        return new Result(result.value(), result.unit(), result.peer(), figures);
    }

    /** So many runs of some steps on a batch of so many sequences. */
    Result measure(int batchSize, int runs, Optional<String> missing) throws IOException {
        TokenBatch batch = batch(shape, batchSize);
        Path folder = Files.createTempDirectory("malmoi-bench-");
        TrainingOptions options = TrainingOptions.defaults().withPrecision(precision);
        try (TrainingSession session = TrainingSession.create(shape.config(), options)) {
            session.save(folder);
            double firstLoss = session.evaluate(List.of(batch));
            if (missing.isPresent()) {
                Contest contest = Contest.hold(runs, () -> steps(session, batch), Optional.empty());
                return result(batchSize, contest, new Peer.Missing(missing.get()), null);
            }
            try (DecoderPeer peer =
                    DecoderPeer.start("train", folder, precision.name(), "" + batchSize, "" + STEPS_A_RUN)) {
                Contest contest = Contest.hold(runs, () -> steps(session, batch), Optional.of(peer));
                requireSameLoss(firstLoss, peer.last().get("firstLoss").doubleValue());
                double tokens = STEPS_A_RUN * (double) batch.inputs().length;
                String peerName = peer.last().get("peer").textValue();
                return result(batchSize, contest, new Peer.Measured(peerName, tokens / contest.peerSeconds()), peer);
            }
        } finally {
            DecoderPeer.delete(folder);
        }
    }

    private static Contest.Run steps(TrainingSession session, TokenBatch batch) throws IOException {
        return Contest.Run.of(() -> {
            for (int i = 0; i < STEPS_A_RUN; i++) {
                session.step(List.of(batch), RATE);
            }
        });
    }

    private Result result(int batchSize, Contest contest, Peer peer, DecoderPeer process) throws IOException {
        double tokens = STEPS_A_RUN * (double) batchSize * shape.config().blockSize();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("TokensPerSecond", tokens / contest.ownSeconds());
        if (process != null) {
            figures.put("Ratio", contest.peerSeconds() / contest.ownSeconds());
            figures.put("CpuRatio", contest.cpuRatio());
            double theirs = process.last().get("peakBytes").doubleValue();
            Measurement.peakMemory().ifPresent(ours -> figures.put("PeakMemoryRatio", ours / theirs));
        }
        return new Result(tokens / contest.ownSeconds(), "tokens/s", peer, figures);
    }

    private static TokenBatch batch(Shape shape, int batchSize) {
        int count = batchSize * shape.config().blockSize();
        int[] tokens = DecoderPeer.someTokens(count + 1, shape.config().vocabularySize());
        int[] inputs = Arrays.copyOf(tokens, count);
        int[] targets = Arrays.copyOfRange(tokens, 1, count + 1);
        return new TokenBatch(batchSize, shape.config().blockSize(), inputs, targets);
    }

    private static void requireSameLoss(double own, double peer) {
        if (Math.abs(own - peer) > SAME_LOSS) {
            throw new BenchmarkException("the peer begins with a loss of " + peer + ", we with " + own);
        }
    }
}
