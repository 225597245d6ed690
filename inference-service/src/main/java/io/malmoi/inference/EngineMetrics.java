package io.malmoi.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What operators watch: how long callers wait for the first token and for each one after it, and how much is written. */
@Singleton
final class EngineMetrics {
    private final Timer timeToFirstToken;
    private final Timer timePerOutputToken;
    private final DistributionSummary batchSize;
    private final Counter promptTokens;
    private final Counter newTokens;

    EngineMetrics(MeterRegistry meters) {
        timeToFirstToken = Timer.builder("malmoi.time.to.first.token")
                .description("From a request's arrival until its first token")
                .serviceLevelObjectives(milliseconds(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000))
                .register(meters);
        timePerOutputToken = Timer.builder("malmoi.time.per.output.token")
                .description("Mean time between two tokens of an answer")
                .serviceLevelObjectives(milliseconds(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000))
                .register(meters);
        batchSize = DistributionSummary.builder("malmoi.inference.batch.size")
                .description("Requests continued by one step")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                .register(meters);
        promptTokens = tokens(meters, "prompt");
        newTokens = tokens(meters, "new");
    }

    void batch(int size) {
        batchSize.record(size);
    }

    void firstToken(long nanos) {
        timeToFirstToken.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** An answer of {@code count} tokens has ended so long after its first token. */
    void finished(int prompt, int count, long nanos) {
        promptTokens.increment(prompt);
        newTokens.increment(count);
        if (count > 1) {
            timePerOutputToken.record(nanos / (count - 1), TimeUnit.NANOSECONDS);
        }
    }

    private static Counter tokens(MeterRegistry meters, String kind) {
        return Counter.builder("malmoi.inference.tokens")
                .description("Tokens of answers that ended: of their prompts, and new ones")
                .tag("kind", kind)
                .register(meters);
    }

    private static Duration[] milliseconds(long... values) {
        return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
