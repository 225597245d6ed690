package io.malmoi.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to run a benchmark.
 *
 * @param home the folder of this project, where texts lie
 * @param file what to work on instead of the benchmark's own text
 * @param runs how often to measure, 1 or more
 */
public record Options(Path home, Optional<Path> file, int runs) {

    /**
     * The text to work on.
     *
     * @param usual the benchmark's own, relative to {@link #home}
     * @throws BenchmarkException if it is not there
     */
    public Path text(String usual) {
        Path text = file.orElse(home.resolve(usual));
        if (!Files.isReadable(text)) {
            throw new BenchmarkException(text + " cannot be read: give a text with --file");
        }
        return text;
    }
}
