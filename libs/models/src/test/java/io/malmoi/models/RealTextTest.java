package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Learning the bytes of a text that people wrote. */
class RealTextTest {
    private static final Path TEXT = Path.of("../../samples/koconovel/koconovel.txt");
    private static final int STEPS = 500;
    private static final int LENGTH = 48;
    private static final int SEQUENCES = 8;
    private static final Gpt2Config CONFIG = Gpt2Config.of(256, LENGTH, 48, 2, 2, ModelConfig.NONE);

    @Test
    void bfloat16EndsWithinAPercentOfFloat32() throws IOException {
        byte[] text = Files.readAllBytes(TEXT);
        double exact = loss(Precision.FLOAT32, text);
        double rounded = loss(Precision.BFLOAT16, text);
        // Bytes of Korean, if drawn by their frequency alone, cost 4 nats and more.
        assertThat(exact).isLessThan(2.8);
        assertThat(rounded).isCloseTo(exact, within(0.01 * exact));
    }

    /** On the last tenth of the text, after learning from the rest. */
    private static double loss(Precision precision, byte[] text) {
        int learned = text.length * 9 / 10;
        Random random = new Random(1);
        TrainingOptions options = TrainingOptions.defaults().withPrecision(precision);
        LearningRateSchedule rates = new LearningRateSchedule(5e-3, 5e-4, 25, STEPS);
        try (TrainingSession session = TrainingSession.create(CONFIG, options)) {
            for (int step = 0; step < STEPS; step++) {
                session.step(List.of(batch(text, random, 0, learned)), rates.at(step));
            }
            Random others = new Random(2);
            List<TokenBatch> unseen = IntStream.range(0, 16)
                    .mapToObj(i -> batch(text, others, learned, text.length))
                    .toList();
            return session.evaluate(unseen);
        }
    }

    private static TokenBatch batch(byte[] text, Random random, int from, int to) {
        int[] inputs = new int[SEQUENCES * LENGTH];
        int[] targets = new int[inputs.length];
        for (int s = 0; s < SEQUENCES; s++) {
            int at = from + random.nextInt(to - from - LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                inputs[s * LENGTH + i] = Byte.toUnsignedInt(text[at + i]);
                targets[s * LENGTH + i] = Byte.toUnsignedInt(text[at + i + 1]);
            }
        }
        return new TokenBatch(SEQUENCES, LENGTH, inputs, targets);
    }
}
