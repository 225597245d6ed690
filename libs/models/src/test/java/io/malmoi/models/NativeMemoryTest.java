package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is native is freed at once, not when the collector comes by. */
class NativeMemoryTest {
    private static final long ALLOWED_KIB = 32 * 1024;

    @Test
    void staysFlatOverManySteps() throws IOException {
        ResidentMemory.assumeMeasurable();
        int[] tokens = new int[32];
        Arrays.setAll(tokens, i -> i);
        TokenBatch batch = new TokenBatch(2, 16, tokens, tokens);
        TrainingOptions options = TrainingOptions.defaults().withPrecision(Precision.FLOAT32);
        try (TrainingSession session = TrainingSession.create(Gpt2Config.of(128, 32, 32, 2, 2, 0), options);
                Decoder decoder = session.decoder(2)) {
            run(session, decoder, batch, 100);
            long before = ResidentMemory.kib();
            run(session, decoder, batch, 400);
            assertThat(ResidentMemory.kib() - before).isLessThan(ALLOWED_KIB);
        }
    }

    private static void run(TrainingSession session, Decoder decoder, TokenBatch batch, int steps) {
        for (int i = 0; i < steps; i++) {
            session.step(List.of(batch), 1e-4);
            List<Decoder.Sequence> sequences = decoder.prefill(List.of(new int[] {1, 2}, new int[] {3}));
            decoder.step(sequences, new int[] {4, 5});
            sequences.forEach(Decoder.Sequence::close);
        }
    }
}
