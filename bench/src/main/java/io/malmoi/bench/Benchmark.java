package io.malmoi.bench;

import java.io.IOException;

/** Something whose speed is worth knowing, and its peer. */
public interface Benchmark {
    /** What users call it by: lower-case words with hyphens. */
    String name();

    /** One line: what is measured, against what. */
    String description();

    /**
     * Measures, and then lets the peer do the same.
     *
     * @throws BenchmarkException if it cannot be run, with a message for the user
     */
    Result run(Options options) throws IOException, InterruptedException;
}
