package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.torchscript.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingSessionTest {
    private static final Gpt2Config CONFIG = Gpt2Config.of(64, 16, 32, 2, 4, 0);
    private static final TrainingOptions OPTIONS =
            TrainingOptions.defaults().withPrecision(Precision.FLOAT32).withSeed(3);

    @TempDir
    private Path folder;

    /** A rule that can be learned: each token is followed by its successor. */
    private static List<TokenBatch> batches(int count, long seed) {
        Random random = new Random(seed);
        List<TokenBatch> batches = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            int[] inputs = new int[4 * 16];
            int[] targets = new int[4 * 16];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = i % 16 == 0 ? random.nextInt(64) : targets[i - 1];
                targets[i] = (inputs[i] + 1) % 64;
            }
            batches.add(new TokenBatch(4, 16, inputs, targets));
        }
        return batches;
    }

    @Test
    void aKernelThatCannotTrainInAPrecisionIsRefusedWithARemedy() {
        TrainingOptions options = OPTIONS.withPrecision(Precision.BFLOAT16).withKernel(MatrixKernel.ONEDNN);
        assertThatThrownBy(() -> TrainingSession.create(CONFIG, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ONEDNN", "BFLOAT16", "choose FLOAT32, or BLAS");
    }

    @ParameterizedTest
    @EnumSource(names = {"GPT2_TINY", "LLAMA_TINY"})
    void takesTheStepsOfPyTorch(Golden model) {
        JsonNode expected = model.expected().get("steps");
        try (TrainingSession session = model.session(OPTIONS, folder)) {
            for (int step = 0; step < 10; step++) {
                List<TokenBatch> micro = new ArrayList<>();
                for (int m = 0; m < 2; m++) {
                    micro.add(new TokenBatch(
                            3,
                            16,
                            Golden.ints(expected.get("inputs").get(step).get(m)),
                            Golden.ints(expected.get("targets").get(step).get(m))));
                }
                StepResult result =
                        session.step(micro, expected.get("rates").get(step).asDouble());
                assertThat(result.step()).isEqualTo(step + 1);
                assertThat(result.loss())
                        .isCloseTo(expected.get("losses").get(step).asDouble(), within(1e-4));
                assertThat(result.gradientNorm())
                        .isCloseTo(expected.get("norms").get(step).asDouble(), within(1e-4));
            }
            session.save(folder);
        }
        Safetensors wanted = Safetensors.map(model.folder().resolve("after-ten-steps.safetensors"));
        Safetensors found = Safetensors.map(folder.resolve("model.safetensors"));
        assertThat(found.tensors().keySet()).isEqualTo(wanted.tensors().keySet());
        wanted.tensors().forEach((name, tensor) -> {
            assertThat(found.tensors().get(name).shape()).isEqualTo(tensor.shape());
            assertThat(determined(name, found.tensors().get(name)))
                    .as(name)
                    .containsExactly(determined(name, tensor), within(1e-4f));
        });
    }

    /** Softmax does not feel the bias of the keys: its gradient is rounding, of which AdamW makes steps of full size. */
    private static float[] determined(String name, Safetensors.Tensor tensor) {
        float[] values = Golden.floats(tensor);
        if (name.endsWith("c_attn.bias")) {
            Arrays.fill(values, values.length / 3, 2 * values.length / 3, 0);
        }
        return values;
    }

    /** Of every number of every parameter; AdamW's mean of gradients shows them after its first step: a tenth, clipped. */
    @ParameterizedTest
    @EnumSource
    void differentiatesAsDifferencesInFloat64Do(Golden model) {
        JsonNode batch = model.expected().get("batch");
        double share;
        try (TrainingSession session = model.session(OPTIONS, folder)) {
            TokenBatch tokens =
                    new TokenBatch(2, 8, Golden.ints(batch.get("inputs")), Golden.ints(batch.get("targets")));
            StepResult result = session.step(List.of(tokens), 0);
            assertThat(result.loss()).isCloseTo(batch.get("loss").asDouble(), within(1e-5));
            share = 0.1 * Math.min(1, 1 / result.gradientNorm());
            session.saveOptimizer(folder);
        }
        Safetensors wanted = Safetensors.map(model.folder().resolve("gradients.safetensors"));
        Safetensors found = Safetensors.map(folder.resolve("optimizer.safetensors"));
        wanted.tensors().forEach((name, gradient) -> {
            Safetensors.Tensor mean = found.tensors().get("optimizer.exp_avg." + name);
            boolean frozen = model == Golden.GPT2_UNTIED && name.endsWith("c_attn.bias");
            assertThat(mean == null).as(name).isEqualTo(frozen);
            if (!frozen) {
                float[] values = Golden.floats(mean);
                for (int i = 0; i < values.length; i++) {
                    values[i] /= (float) share;
                }
                assertThat(values).as(name).containsExactly(Golden.floats(gradient), within(1e-4f));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void learns(Precision precision) {
        try (TrainingSession session = TrainingSession.create(CONFIG, OPTIONS.withPrecision(precision))) {
            double before = session.evaluate(batches(2, 99));
            assertThat(before).isCloseTo(Math.log(64), within(0.2));
            for (int step = 0; step < 60; step++) {
                session.step(batches(1, step), 1e-2);
            }
            assertThat(session.evaluate(batches(2, 99))).isLessThan(0.5);
            try (Decoder decoder = session.decoder(1)) {
                Decoder.Sequence sequence =
                        decoder.prefill(List.of(new int[] {20, 21, 22})).get(0);
                assertThat(new Sampler(SamplingOptions.greedy()).next(sequence.logits()))
                        .isEqualTo(23);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, false", "FLOAT32, true", "BFLOAT16, false"})
    void resumesToTheBitAtAnyStep(Precision precision, boolean recomputation) {
        TrainingOptions options = OPTIONS.withPrecision(precision).withRecomputation(recomputation);
        int last = 5;
        List<StepResult> undisturbed = new ArrayList<>();
        double evaluated;
        try (TrainingSession session = TrainingSession.create(CONFIG.withDropout(0.1), options)) {
            saveInto(folder.resolve("0"), session);
            for (int step = 0; step < last; step++) {
                undisturbed.add(session.step(batches(2, step), 1e-3));
                saveInto(folder.resolve("" + (step + 1)), session);
            }
            evaluated = session.evaluate(batches(1, 77));
        }
        TrainingOptions open = TrainingOptions.defaults().withSeed(3).withRecomputation(recomputation);
        for (int stopped = 0; stopped <= last; stopped++) {
            try (TrainingSession session = TrainingSession.resume(folder.resolve("" + stopped), open)) {
                assertThat(session.steps()).isEqualTo(stopped);
                assertThat(session.precision()).isEqualTo(precision);
                for (int step = stopped; step < last; step++) {
                    assertThat(session.step(batches(2, step), 1e-3)).isEqualTo(undisturbed.get(step));
                }
                assertThat(session.evaluate(batches(1, 77))).isEqualTo(evaluated);
            }
        }
    }

    private static void saveInto(Path folder, TrainingSession session) {
        assertThat(folder.toFile().mkdir()).isTrue();
        session.save(folder);
        session.saveOptimizer(folder);
    }

    @Test
    void accumulatesMicroBatchesAsOneBatch() {
        List<TokenBatch> micro = batches(2, 1);
        int[] inputs = IntStream.concat(
                        Arrays.stream(micro.get(0).inputs()),
                        Arrays.stream(micro.get(1).inputs()))
                .toArray();
        int[] targets = IntStream.concat(
                        Arrays.stream(micro.get(0).targets()),
                        Arrays.stream(micro.get(1).targets()))
                .toArray();
        try (TrainingSession two = TrainingSession.create(CONFIG, OPTIONS);
                TrainingSession one = TrainingSession.create(CONFIG, OPTIONS)) {
            StepResult apart = two.step(micro, 1e-3);
            StepResult together = one.step(List.of(new TokenBatch(8, 16, inputs, targets)), 1e-3);
            assertThat(apart.loss()).isCloseTo(together.loss(), within(1e-5));
            assertThat(apart.gradientNorm()).isCloseTo(together.gradientNorm(), within(1e-5));
            assertThat(two.evaluate(micro)).isCloseTo(one.evaluate(micro), within(1e-4));
        }
    }

    @Test
    void initialisesAsGpt2Was() {
        Safetensors weights = fresh(Gpt2Config.of(500, 64, 128, 4, 4, 0));
        assertThat(deviation(weights, "transformer.wte.weight")).isCloseTo(0.02, within(5e-4));
        assertThat(deviation(weights, "transformer.h.3.mlp.c_fc.weight")).isCloseTo(0.02, within(5e-4));
        assertThat(deviation(weights, "transformer.h.3.mlp.c_proj.weight"))
                .isCloseTo(0.02 / Math.sqrt(8), within(2e-4));
        assertThat(Golden.floats(weights.tensors().get("transformer.h.0.ln_1.weight")))
                .containsOnly(1);
        assertThat(Golden.floats(weights.tensors().get("transformer.h.0.attn.c_attn.bias")))
                .containsOnly(0);
    }

    /** Weights of a new model. */
    private Safetensors fresh(ModelConfig config) {
        try (TrainingSession session = TrainingSession.create(config, OPTIONS)) {
            session.save(folder);
        }
        return Safetensors.map(folder.resolve("model.safetensors"));
    }

    @ParameterizedTest
    @EnumSource
    void countsParameters(Golden model) {
        ModelConfig config = model.config();
        Map<String, Safetensors.Tensor> weights = fresh(config).tensors();
        weights.keySet().removeIf(name -> model == Golden.GPT2_UNTIED && name.endsWith("c_attn.bias"));
        assertThat(config.parameters()).isEqualTo(elements(weights, name -> true));
        boolean tied = config.tiedHead();
        assertThat(config.matrixParameters())
                .isEqualTo(elements(
                        weights,
                        name -> weights.get(name).shape().size() == 2
                                && (tied || !name.contains("wte") && !name.contains("embed_tokens"))
                                && !name.contains("wpe")));
    }

    private static long elements(Map<String, Safetensors.Tensor> weights, Predicate<String> which) {
        return weights.entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .mapToLong(e -> e.getValue().data().remaining() / 4)
                .sum();
    }

    private static double deviation(Safetensors weights, String name) {
        double sum = 0;
        float[] values = Golden.floats(weights.tensors().get(name));
        for (float value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum / values.length);
    }

    @Test
    void dropsByTheSeedOfTheStep() {
        Gpt2Config dropping = CONFIG.withDropout(0.2);
        try (TrainingSession one = TrainingSession.create(dropping, OPTIONS);
                TrainingSession two = TrainingSession.create(dropping, OPTIONS);
                TrainingSession plain = TrainingSession.create(CONFIG, OPTIONS)) {
            List<TokenBatch> batch = batches(1, 0);
            double first = one.step(batch, 0).loss();
            assertThat(two.step(batch, 0).loss()).isEqualTo(first);
            assertThat(one.step(batch, 0).loss()).isNotEqualTo(first);
            assertThat(plain.step(batch, 0).loss()).isNotEqualTo(first);
            assertThat(one.evaluate(batch)).isEqualTo(plain.evaluate(batch));
        }
    }

    @Test
    void learnsNothingWithoutTargets() {
        try (TrainingSession session = TrainingSession.create(CONFIG, OPTIONS)) {
            TokenBatch ignored = new TokenBatch(1, 2, new int[] {1, 2}, new int[] {-100, -100});
            assertThat(session.step(List.of(ignored), 1e-3).loss()).isZero();
        }
    }

    /** A weight of the last norm is not a number. */
    @Test
    void keepsTheWeightsWhenALossIsNotFinite() throws IOException {
        try (TrainingSession session = TrainingSession.create(CONFIG, OPTIONS)) {
            saveInto(folder.resolve("good"), session);
        }
        Path file = folder.resolve("good").resolve("model.safetensors");
        Safetensors weights = Safetensors.map(file);
        ByteBuffer norm = ByteBuffer.allocateDirect(32 * 4).order(ByteOrder.LITTLE_ENDIAN);
        norm.putFloat(0, Float.NaN);
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put("transformer.ln_f.weight", new Safetensors.Tensor(TensorType.FLOAT32, List.of(32L), norm));
        Files.delete(file);
        new Safetensors(tensors, weights.metadata()).write(file);
        try (TrainingSession session = TrainingSession.resume(folder.resolve("good"), OPTIONS)) {
            session.save(Files.createDirectory(folder.resolve("before")));
            assertThatThrownBy(() -> session.step(batches(1, 0), 1e-3))
                    .isInstanceOf(NonFiniteLossException.class)
                    .hasMessage(
                            "step 1 has loss NaN and gradient norm NaN: training has diverged; lower learning_rate or set"
                                    + " gradient_clip_norm");
            assertThat(session.steps()).isZero();
            session.save(Files.createDirectory(folder.resolve("after")));
        }
        assertThat(folder.resolve("after/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("before/model.safetensors"));
    }

    @Test
    void refusesWhatCannotBeTrained() {
        assertThatThrownBy(() -> OPTIONS.withPrecision(Precision.INT8))
                .hasMessage("precision must be FLOAT32, BFLOAT16 or FLOAT16, not INT8");
    }

    /** On GPUs the head is as wide as suits them; here the processor takes their place. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void learnsTheSameWithAHeadThatIsPadded(Precision precision) {
        Gpt2Config odd = Gpt2Config.of(65, 16, 32, 2, 4, 0);
        try (TrainingSession padded = session(odd, precision, MatrixKernel.CUDA);
                TrainingSession exact = session(odd, precision, MatrixKernel.BLAS)) {
            for (TokenBatch batch : batches(5, 1)) {
                StepResult found = padded.step(List.of(batch), 1e-3);
                StepResult wanted = exact.step(List.of(batch), 1e-3);
                assertThat(found.loss()).isCloseTo(wanted.loss(), within(1e-3));
                assertThat(found.gradientNorm()).isCloseTo(wanted.gradientNorm(), within(1e-3));
            }
        }
    }

    private static TrainingSession session(ModelConfig config, Precision precision, MatrixKernel kernel) {
        Arithmetic arithmetic = new Arithmetic(precision, kernel, true);
        return new TrainingSession(config, OPTIONS.withPrecision(precision), arithmetic, List.of(Device.cpu()))
                .initialized();
    }

    @Test
    void namesWhatIsWrongWithABatch() {
        try (TrainingSession session = TrainingSession.create(CONFIG, OPTIONS)) {
            assertThatThrownBy(() ->
                            session.step(List.of(new TokenBatch(1, 2, new int[] {1, 64}, new int[] {1, 1})), 1e-3))
                    .hasMessageContaining("token id 64 in row 0, position 1 is outside the vocabulary of 64 tokens");
            assertThatThrownBy(() -> session.step(
                            List.of(new TokenBatch(2, 2, new int[] {1, 2, 3, -1}, new int[] {1, 1, 1, 1})), 1e-3))
                    .hasMessageContaining("token id -1 in row 1, position 1 is outside");
            assertThatThrownBy(() ->
                            session.step(List.of(new TokenBatch(1, 2, new int[] {1, 2}, new int[] {-99, 1})), 1e-3))
                    .hasMessageContaining("token id -99 in row 0, position 0 is outside");
            assertThatThrownBy(() -> session.step(
                            List.of(
                                    new TokenBatch(1, 2, new int[2], new int[2]),
                                    new TokenBatch(2, 1, new int[2], new int[2])),
                            1e-3))
                    .hasMessage("micro-batches of a step must be of one shape, not 1 x 2 and 2 x 1");
            assertThatThrownBy(() -> session.step(List.of(), 1e-3))
                    .hasMessage("micro-batches must be 1 or more, not none");
            assertThatThrownBy(() -> session.evaluate(List.of(new TokenBatch(1, 17, new int[17], new int[17]))))
                    .hasMessage("sequences of 17 tokens are over the model's block size of 16");
        }
    }
}
