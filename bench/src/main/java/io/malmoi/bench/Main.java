package io.malmoi.bench;

import io.malmoi.bench.datasets.Cleaning;
import io.malmoi.bench.datasets.NearDuplicates;
import io.malmoi.bench.datasets.Preparation;
import io.malmoi.bench.models.Decoding;
import io.malmoi.bench.models.GpuTraining;
import io.malmoi.bench.models.Shape;
import io.malmoi.bench.models.Training;
import io.malmoi.bench.tokenization.BpeTraining;
import io.malmoi.bench.tokenization.Encoding;
import io.malmoi.bench.tokenization.GrpcEncoding;
import io.malmoi.models.Precision;
import io.malmoi.torchscript.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs benchmarks; {@code bench/README.md} is the manual. */
@Command(
        name = "malmoi bench",
        mixinStandardHelpOptions = true,
        header = "Run a benchmark beside its peer; alone: list them.")
public final class Main implements Callable<Integer> {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new BpeTraining(),
            new Encoding("encode-korean", "samples/koconovel/koconovel.txt"),
            new Encoding("encode-english", "bench/texts/shakespeare.txt"),
            new GrpcEncoding(),
            new Preparation(),
            new Cleaning(),
            new NearDuplicates(),
            new Training("train-gpt-fp32", Shape.GPT, Precision.FLOAT32),
            new Training("train-gpt-bf16", Shape.GPT, Precision.BFLOAT16),
            new Training("train-llama-bf16", Shape.LLAMA, Precision.BFLOAT16),
            new GpuTraining(),
            new Decoding("decode-b1", 1),
            new Decoding("decode-b16", 16));

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The benchmark.")
    private String name;

    @Option(names = "--file", paramLabel = "FILE", description = "Work on this file, UTF-8, instead of the usual one.")
    private Path file;

    @Option(names = "--runs", defaultValue = "5", description = "Measure so often; the median counts. Default: 5.")
    private int runs;

    @Option(names = "--json", description = "Print one object of JSON as the last line.")
    private boolean json;

    /** Exits with 0, with 1 if the benchmark cannot be run, and with 2 if the arguments are wrong. */
    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(Program::stopAll));
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof BenchmarkException) {
                System.err.println("malmoi bench: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name == null) {
            BENCHMARKS.forEach(benchmark -> System.out.printf("%-16s %s%n", benchmark.name(), benchmark.description()));
            return 0;
        }
        if (runs < 1) {
            throw new BenchmarkException("--runs is " + runs + ": give 1 or more");
        }
        Benchmark benchmark = BENCHMARKS.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new BenchmarkException("there is no benchmark " + name + ": `malmoi bench` lists them"));
        Path home = Path.of(System.getProperty("malmoi.home", "."));
        Result result = benchmark.run(new Options(home, Optional.ofNullable(file), runs));
        System.out.println(json ? result.json(name, runs, command()) : result.text(name));
        return 0;
    }

    private String command() {
        return "malmoi bench " + name + (file == null ? "" : " --file " + file) + " --runs " + runs + " --json";
    }
}
