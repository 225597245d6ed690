package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data parallelism, with the processor in the place of every device. */
class ReplicasTest {
    private static final Gpt2Config CONFIG = Gpt2Config.of(64, 16, 32, 2, 4, 0);
    private static final TrainingOptions OPTIONS =
            TrainingOptions.defaults().withPrecision(Precision.FLOAT32).withSeed(3);

    @TempDir
    private Path folder;

    private static TrainingSession session(int devices, ModelConfig config) {
        Arithmetic arithmetic = new Arithmetic(Precision.FLOAT32, MatrixKernel.BLAS, true);
        return new TrainingSession(config, OPTIONS, arithmetic, Collections.nCopies(devices, Device.cpu()));
    }

    /** Every fifth target is left out, so that parts have different numbers of targets. */
    private static TokenBatch batch(int sequences, int step) {
        int[] inputs = new int[sequences * 16];
        int[] targets = new int[inputs.length];
        Arrays.setAll(inputs, i -> (i * i + step) % 64);
        Arrays.setAll(targets, i -> i % 5 == 0 ? TokenBatch.IGNORED : (i * i + step + 1) % 64);
        return new TokenBatch(sequences, 16, inputs, targets);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void equalOneReplicaWithTheWholeBatch(int devices) {
        try (TrainingSession several = session(devices, CONFIG).initialized();
                TrainingSession one = session(1, CONFIG).initialized()) {
            for (int i = 0; i < 5; i++) {
                List<TokenBatch> micro = List.of(batch(4, i), batch(4, i + 7));
                StepResult found = several.step(micro, 1e-3);
                StepResult wanted = one.step(micro, 1e-3);
                assertThat(found.loss()).isCloseTo(wanted.loss(), within(1e-5));
                assertThat(found.gradientNorm()).isCloseTo(wanted.gradientNorm(), within(1e-5));
            }
            List<TokenBatch> others = List.of(batch(4, 99));
            assertThat(several.evaluate(others)).isCloseTo(one.evaluate(others), within(1e-5));
        }
    }

    @Test
    void stayEqualAndResumeToTheBit() {
        Gpt2Config dropping = CONFIG.withDropout(0.2);
        List<TokenBatch> tokens = List.of(batch(4, 5));
        StepResult third;
        try (TrainingSession session = session(2, dropping).initialized()) {
            session.step(tokens, 1e-2);
            session.step(tokens, 1e-2);
            session.save(folder);
            session.saveOptimizer(folder);
            third = session.step(tokens, 1e-2);
        }
        try (TrainingSession session = session(2, dropping).resumed(folder)) {
            assertThat(session.step(tokens, 1e-2)).isEqualTo(third);
        }
    }

    @Test
    void dropByAnotherSeedEach() {
        TokenBatch half = batch(2, 5);
        TokenBatch twice = new TokenBatch(4, 16, concat(half.inputs()), concat(half.targets()));
        try (TrainingSession several = session(2, CONFIG.withDropout(0.5)).initialized();
                TrainingSession one = session(1, CONFIG.withDropout(0.5)).initialized()) {
            assertThat(several.step(List.of(twice), 0).loss())
                    .isNotEqualTo(one.step(List.of(half), 0).loss());
        }
    }

    private static int[] concat(int[] tokens) {
        int[] twice = Arrays.copyOf(tokens, 2 * tokens.length);
        System.arraycopy(tokens, 0, twice, tokens.length, tokens.length);
        return twice;
    }

    @Test
    void refuseABatchThatCannotBeShared() {
        try (TrainingSession session = session(3, CONFIG).initialized()) {
            assertThatThrownBy(() -> session.step(List.of(batch(2, 0)), 1e-3))
                    .hasMessageContaining("a batch_size of 2 cannot be shared among 3 GPUs")
                    .hasMessageContaining("CUDA_VISIBLE_DEVICES");
        }
    }
}
