package io.malmoi.bench.tokenization;

import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Measurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** A process that trains once, with little memory, and tells how much it took. */
final class TrainingProcess {
    /** What a virtual machine takes beside its heap: code, classes, threads. */
    private static final long BESIDE_HEAP = 64 << 20;

    private static final long LEAST_HEAP = 32 << 20;

    private TrainingProcess() {}

    /**
     * The most resident memory of the process, in bytes; empty where the system does not tell.
     *
     * @param aim what the process should stay below
     * @throws BenchmarkException if it cannot train with so little
     */
    static OptionalDouble peakMemory(Path text, long aim) throws IOException, InterruptedException {
        long heap = Math.max(LEAST_HEAP, aim - BESIDE_HEAP);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + (heap >> 10) + "k",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProcess.class.getName(),
                        text.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new BenchmarkException("training with a heap of " + (heap >> 20) + " MiB failed; see above");
        }
        return answer.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(answer));
    }

    /** Trains on the file that is named, and prints the most resident memory there was. */
    public static void main(String[] arguments) throws IOException {
        BpeTraining.train(Path.of(arguments[0]), BpeTraining.VOCABULARY_SIZE);
        Measurement.peakMemory().ifPresent(System.out::println);
    }
}
