package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations that are made again in the backward pass. */
class RecomputationTest {
    private static final TrainingOptions KEEPING =
            TrainingOptions.defaults().withPrecision(Precision.FLOAT32).withSeed(3);
    private static final TrainingOptions RECOMPUTING = KEEPING.withRecomputation(true);

    private static TokenBatch batch(int sequences, int length, int vocabulary) {
        int[] inputs = new int[sequences * length];
        int[] targets = new int[inputs.length];
        Arrays.setAll(inputs, i -> i * 7 % vocabulary);
        Arrays.setAll(targets, i -> (i * 7 + 1) % vocabulary);
        return new TokenBatch(sequences, length, inputs, targets);
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameLossesToTheBit(Golden model) {
        assertThat(losses(model.config(), RECOMPUTING)).isEqualTo(losses(model.config(), KEEPING));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void dropsTheSameAgain(Precision precision) {
        Gpt2Config dropping = Gpt2Config.of(64, 16, 32, 2, 4, 0).withDropout(0.2);
        assertThat(losses(dropping, RECOMPUTING.withPrecision(precision)))
                .isEqualTo(losses(dropping, KEEPING.withPrecision(precision)));
    }

    private static List<StepResult> losses(ModelConfig config, TrainingOptions options) {
        List<StepResult> results = new ArrayList<>();
        TokenBatch batch = batch(2, 8, config.vocabularySize());
        try (TrainingSession session = TrainingSession.create(config, options)) {
            for (int i = 0; i < 4; i++) {
                results.add(session.step(List.of(batch, batch), 1e-2));
            }
        }
        return results;
    }

    @Test
    void needsLessMemory() throws IOException {
        ResidentMemory.assumeMeasurable();
        Gpt2Config deep = Gpt2Config.of(64, 128, 128, 12, 2, 0);
        long recomputing = peakKib(deep, RECOMPUTING);
        long keeping = peakKib(deep, KEEPING);
        // 16 activations as wide as a block, of each of 12 blocks, of 8,192 tokens, are some 770 MiB in float32. What
        // earlier tests freed may still be resident and be used again, so not all of it shows as a higher peak.
        assertThat(keeping - recomputing).isGreaterThan(100 << 10);
    }

    /** The most memory in a step; less first, because what was freed may stay resident. */
    private static long peakKib(ModelConfig config, TrainingOptions options) throws IOException {
        TokenBatch batch = batch(64, 128, config.vocabularySize());
        try (TrainingSession session = TrainingSession.create(config, options)) {
            ResidentMemory.resetPeak();
            session.step(List.of(batch), 1e-3);
            return ResidentMemory.peakKib();
        }
    }
}
