package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is native is freed at once, not when the collector comes by. With {@code -Dmalmoi.test.memory.times=50} there are 20,000 steps
 * of training and 100,000 of decoding.
 */
class NativeMemoryTest {
    private static final int TIMES = Integer.getInteger("malmoi.test.memory.times", 1);
    private static final int TRAINING_STEPS = 400 * TIMES;
    private static final int DECODING_STEPS = 2_000 * TIMES;
    private static final long ALLOWED_KIB = 32 * 1024;
    private static final Gpt2Config CONFIG = Gpt2Config.of(128, 32, 32, 2, 2, 0);
    private static final TrainingOptions OPTIONS = TrainingOptions.defaults().withPrecision(Precision.FLOAT32);

    private interface Steps {
        void run(int count);
    }

    /** Runs a quarter of the steps to warm up, and then all; memory must not rise. */
    private static void requireFlat(String what, int count, Steps steps) throws IOException {
        ResidentMemory.assumeMeasurable();
        steps.run(count / 4);
        long before = ResidentMemory.kib();
        steps.run(count);
        long after = ResidentMemory.kib();
        assertThat(after - before)
                .as("KiB more after " + count + " steps of " + what)
                .isLessThan(ALLOWED_KIB);
        System.out.println(count + " steps of " + what + ": " + before + " KiB before, " + after + " KiB after");
    }

    @Test
    void staysFlatInTraining() throws IOException {
        int[] tokens = new int[32];
        Arrays.setAll(tokens, i -> i);
        TokenBatch batch = new TokenBatch(2, 16, tokens, tokens);
        for (boolean recomputation : new boolean[] {false, true}) {
            try (TrainingSession session = TrainingSession.create(CONFIG, OPTIONS.withRecomputation(recomputation))) {
                requireFlat("training", TRAINING_STEPS, count -> {
                    for (int i = 0; i < count; i++) {
                        session.step(List.of(batch), 1e-4);
                    }
                });
            }
        }
    }

    @Test
    void staysFlatInDecoding() throws IOException {
        int[][] prompts = {{1, 2}, {3}};
        try (TrainingSession session = TrainingSession.create(CONFIG, OPTIONS);
                Decoder decoder = session.decoder(2)) {
            requireFlat("decoding", DECODING_STEPS, count -> {
                for (int done = 0; done < count; ) {
                    List<Decoder.Sequence> sequences = decoder.prefill(List.of(prompts));
                    for (; done < count && sequences.get(0).length() < CONFIG.blockSize(); done++) {
                        decoder.step(sequences, new int[] {4, 5});
                    }
                    sequences.forEach(Decoder.Sequence::close);
                }
            });
        }
    }
}
