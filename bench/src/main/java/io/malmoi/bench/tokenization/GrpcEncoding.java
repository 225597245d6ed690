package io.malmoi.bench.tokenization;

import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.LocalServer;
import io.malmoi.bench.Measurement;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.Result;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.TokenizerServiceGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What encoding takes over gRPC, on the loopback, with a standalone Malmoi. Its peer is a call that does nothing. */
public final class GrpcEncoding implements Benchmark {
    private static final int VOCABULARY_SIZE = 8_000;
    private static final int TOKENS = 50;
    private static final int CALLS = 2_000;
    private static final int BATCH = 512;
    private static final String TOKENIZER = "tokenizers/bench";

    @Override
    public String name() {
        return "encode-grpc";
    }

    @Override
    public String description() {
        return "encode 50 tokens over gRPC, call after call, and batches; peer: a call that does nothing";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        Path text = options.text("samples/koconovel/koconovel.txt");
        Tokenizer tokenizer = BpeTraining.train(text, VOCABULARY_SIZE);
        String document = Files.readString(text);
        try (LocalServer server = LocalServer.start(options)) {
            upload(server, tokenizer.files(0).get("tokenizer.json"));
            return measure(server, options.runs(), document, fiftyTokens(tokenizer, document));
        }
    }

    /** The beginning of the text that is so many tokens long. */
    private static String fiftyTokens(Tokenizer tokenizer, String document) {
        int[] ids = tokenizer.encode(document);
        if (ids.length < TOKENS) {
            throw new BenchmarkException("the text has " + ids.length + " tokens: give one of " + TOKENS + " or more");
        }
        return tokenizer.decode(Arrays.copyOf(ids, TOKENS), false);
    }

    private static Result measure(LocalServer server, int runs, String document, String fifty) throws IOException {
        TokenizerServiceGrpc.TokenizerServiceBlockingStub service =
                TokenizerServiceGrpc.newBlockingStub(server.channel());
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(server.channel());
        EncodeRequest one = EncodeRequest.newBuilder()
                .setTokenizer(TOKENIZER)
                .setText(fifty)
                .build();
        List<BatchEncodeRequest> batches = batches(document);
        double[] calls = sorted(runs, () -> service.encode(one));
        double[] empty = sorted(runs, () -> health.check(HealthCheckRequest.getDefaultInstance()));
        double seconds =
                Measurement.medianSeconds(runs, () -> batches.parallelStream().forEach(service::batchEncode));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("medianMilliseconds", 1e3 * Measurement.median(calls));
        figures.put("percentile99Milliseconds", 1e3 * calls[calls.length * 99 / 100]);
        figures.put("emptyCallMilliseconds", 1e3 * Measurement.median(empty));
        figures.put("batchMegabytesPerSecond", document.getBytes(StandardCharsets.UTF_8).length / 1e6 / seconds);
        return new Result(
                1 / Measurement.median(calls),
                "calls/s",
                new Peer.Measured("a call that does nothing", 1 / Measurement.median(empty)),
                figures);
    }

    /** The lines of a text in batches. */
    private static List<BatchEncodeRequest> batches(String document) {
        List<String> lines = List.of(document.split("(?<=\n)"));
        return IntStream.rangeClosed(0, (lines.size() - 1) / BATCH)
                .mapToObj(batch -> lines.subList(batch * BATCH, Math.min(lines.size(), (batch + 1) * BATCH)))
                .map(texts -> BatchEncodeRequest.newBuilder()
                        .setTokenizer(TOKENIZER)
                        .addAllTexts(texts)
                        .build())
                .toList();
    }

    /** Seconds of each of many calls, one after the other, the shortest first. */
    private static double[] sorted(int runs, Measurement.Work call) throws IOException {
        Measurement.warmUp(call);
        double[] seconds = new double[runs * CALLS];
        for (int i = 0; i < seconds.length; i++) {
            long begin = System.nanoTime();
            call.run();
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds;
    }

    private static void upload(LocalServer server, byte[] json) throws InterruptedException {
        BlockingClientCall<ImportTokenizerRequest, io.malmoi.v1.Tokenizer> call =
                TokenizerServiceGrpc.newBlockingV2Stub(server.channel()).importTokenizer();
        try {
            call.write(ImportTokenizerRequest.newBuilder()
                    .setTokenizerId("bench")
                    .setFile("tokenizer.json")
                    .setContent(ByteString.copyFrom(json))
                    .build());
            call.halfClose();
            call.read();
        } catch (StatusException e) {
            throw new BenchmarkException("the tokenizer could not be sent: " + e.getMessage());
        }
    }
}
