package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.malmoi.torchscript.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training in float16, here on the processor, slow as that is. */
class LossScaleTest {
    private static final Gpt2Config CONFIG = Gpt2Config.of(64, 16, 32, 2, 4, 0);
    private static final TrainingOptions OPTIONS =
            TrainingOptions.defaults().withPrecision(Precision.FLOAT16).withSeed(3);

    @TempDir
    private Path folder;

    private static TrainingSession session(TrainingOptions options) {
        Arithmetic arithmetic = new Arithmetic(options.precision().orElseThrow(), MatrixKernel.BLAS, true);
        return new TrainingSession(CONFIG, options, arithmetic, List.of(Torch.device()));
    }

    private static TokenBatch batch(int step) {
        int[] inputs = new int[32];
        int[] targets = new int[32];
        Arrays.setAll(inputs, i -> (i * 5 + step) % 64);
        Arrays.setAll(targets, i -> (i * 5 + step + 1) % 64);
        return new TokenBatch(2, 16, inputs, targets);
    }

    @Test
    void growsAfterSteadyStepsAndShrinksAtOverflow() {
        LossScale scale = LossScale.FIRST;
        for (int i = 0; i < 1_999; i++) {
            scale = scale.afterStep();
        }
        assertThat(scale).isEqualTo(new LossScale(65_536, 1_999));
        assertThat(scale.afterOverflow()).isEqualTo(new LossScale(32_768, 0));
        assertThat(scale.afterStep()).isEqualTo(new LossScale(131_072, 0));
        LossScale largest = new LossScale(1L << 32, 1_999);
        assertThat(largest.afterStep().value()).isEqualTo(largest.value());
        assertThat(new LossScale(2, 0).canShrink()).isTrue();
        assertThat(new LossScale(1, 0).canShrink()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void learnsAsInFloat32(boolean recomputation) {
        try (TrainingSession half =
                        session(OPTIONS.withRecomputation(recomputation)).initialized();
                TrainingSession full =
                        session(OPTIONS.withPrecision(Precision.FLOAT32)).initialized()) {
            for (int i = 0; i < 30; i++) {
                StepResult found = half.step(List.of(batch(i), batch(i + 1)), 5e-3);
                StepResult wanted = full.step(List.of(batch(i), batch(i + 1)), 5e-3);
                assertThat(found.loss()).isCloseTo(wanted.loss(), within(0.02 * wanted.loss()));
                assertThat(found.gradientNorm()).isCloseTo(wanted.gradientNorm(), within(0.05 * wanted.gradientNorm()));
            }
            assertThat(half.lossScale()).isEqualTo(65_536);
            assertThat(full.lossScale()).isEqualTo(1);
        }
    }

    /** The overflowing tries leave no trace: all is as if the scale had been smaller from the start. */
    @Test
    void triesAgainWithASmallerScaleWhereGradientsOverflow() {
        try (TrainingSession large = resumed(1L << 32);
                TrainingSession small = resumed(1)) {
            StepResult found = large.step(List.of(batch(0)), 1e-3);
            assertThat(large.lossScale()).isBetween(2.0, (double) (1L << 31));
            assertThat(found.step()).isEqualTo(1);
            try (TrainingSession same = resumed(large.lossScale())) {
                assertThat(same.step(List.of(batch(0)), 1e-3)).isEqualTo(found);
                assertThat(same.lossScale()).isEqualTo(large.lossScale());
                assertThat(large.evaluate(List.of(batch(1)))).isEqualTo(same.evaluate(List.of(batch(1))));
            }
            assertThat(small.step(List.of(batch(0)), 1e-3).loss()).isCloseTo(found.loss(), within(1e-3));
        }
    }

    /** From fresh weights, with a scale of the loss. */
    private TrainingSession resumed(double scale) {
        try (TrainingSession fresh = session(OPTIONS).initialized()) {
            fresh.save(folder);
            fresh.saveOptimizer(folder);
        }
        Path file = folder.resolve("optimizer.safetensors");
        Safetensors state = Safetensors.map(file);
        Resumption facts = new Resumption(Precision.FLOAT16, MatrixKernel.BLAS, 0, new LossScale(scale, 0));
        Path changed = folder.resolve("changed.safetensors");
        write(new Safetensors(state.tensors(), facts.metadata()), changed);
        assertThat(changed.toFile().renameTo(file.toFile())).isTrue();
        return session(OPTIONS).resumed(folder);
    }

    private static void write(Safetensors tensors, Path file) {
        try {
            tensors.write(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void resumesToTheBitWithItsScale() {
        List<StepResult> undisturbed = new ArrayList<>();
        List<StepResult> resumed = new ArrayList<>();
        try (TrainingSession session = resumed(1L << 32)) {
            for (int i = 0; i < 6; i++) {
                undisturbed.add(session.step(List.of(batch(i)), 1e-3));
            }
        }
        double scale;
        try (TrainingSession session = resumed(1L << 32)) {
            for (int i = 0; i < 3; i++) {
                resumed.add(session.step(List.of(batch(i)), 1e-3));
            }
            session.save(folder);
            session.saveOptimizer(folder);
            scale = session.lossScale();
        }
        Path file = folder.resolve("optimizer.safetensors");
        LossScale saved = Resumption.of(Safetensors.map(file).metadata(), file).scale();
        assertThat(saved.value()).isEqualTo(scale);
        assertThat(saved.steadySteps()).isBetween(1, 3);
        try (TrainingSession session = session(OPTIONS).resumed(folder)) {
            assertThat(session.lossScale()).isEqualTo(scale);
            for (int i = 3; i < 6; i++) {
                resumed.add(session.step(List.of(batch(i)), 1e-3));
            }
        }
        assertThat(resumed).isEqualTo(undisturbed);
    }

    @Test
    void refusesFloat16WithoutAGpu() {
        assumeThat(Torch.device().isGpu()).as("there is a GPU").isFalse();
        assertThatThrownBy(() -> TrainingSession.create(CONFIG, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("precision FLOAT16 is for GPUs, and libtorch finds none here: choose BFLOAT16 or FLOAT32");
        assertThat(Precision.FLOAT16.available()).isFalse();
        assertThat(Precision.INT8.available()).isTrue();
    }

    @Test
    void saysWhatACheckpointLacks() {
        assertThatThrownBy(() -> Resumption.of(
                        Map.of("precision", "FLOAT16", "kernel", "CUDA", "steps", "1", "loss_scale", "much"),
                        Path.of("optimizer.safetensors")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("optimizer.safetensors does not say")
                .hasMessageContaining("scale of the loss");
    }
}
