package io.malmoi.cli.quickstart;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the user asked of the quickstart.
 *
 * @param text the text to train on
 * @param corpusId the id that it is uploaded under; follows from its name and content
 * @param prompt what the model is to continue
 * @param budget how long all of it may take; null for a fixed number of steps
 * @param fresh whether to begin anew
 * @param begin {@link System#nanoTime()} at which the user asked
 */
public record Order(Path text, String corpusId, String prompt, Duration budget, boolean fresh, long begin) {
    /** Time since the user asked. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The length in words, a part of request ids. */
    public String length() {
        return budget == null
                ? "default"
                : budget.toSeconds() % 60 == 0 ? budget.toMinutes() + "m" : budget.toSeconds() + "s";
    }
}
