package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static final int BATCH = 2;
    private static final int TIME = 500;
    private static final int WIDTH = 384;

    /** Ones, after dropout. */
    private static float[] dropped(double share) {
        ProgramWriter writer = new ProgramWriter().method("drop", method -> {
            Value x = method.tensor("x");
            Value generator = method.line("generator", "Generator", "torch.Generator(device=\"cpu\", seed=5)");
            Layers layers = Layers.root(method, new Arithmetic(Precision.FLOAT32, MatrixKernel.BLAS, false));
            method.returns(layers.dropping(generator).dropout(x, share));
        });
        writer.declare(Parameter.trained("unused", Initial.ZEROS, 1));
        try (Program program = writer.load();
                NDManager scope = Torch.newManager()) {
            NDArray ones = scope.ones(new Shape(BATCH, TIME, WIDTH));
            return program.infer(scope, "drop", new NDList(ones)).get(0).toFloatArray();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void dropsAShareOfEachRowAndColumnAndKeepsTheMean(double share) {
        float[] values = dropped(share);
        int rows = BATCH * TIME;
        int[] ofRow = new int[rows];
        int[] ofColumn = new int[WIDTH];
        for (int i = 0; i < values.length; i++) {
            boolean isDropped = values[i] == 0;
            assertThat(isDropped || Math.abs(values[i] * (1 - share) - 1) < 1e-6)
                    .isTrue();
            ofRow[i / WIDTH] += isDropped ? 1 : 0;
            ofColumn[i % WIDTH] += isDropped ? 1 : 0;
        }
        double all = 0;
        for (int count : ofRow) {
            all += count;
            assertThat(count / (double) WIDTH).isCloseTo(share, within(deviations(share, WIDTH)));
        }
        for (int count : ofColumn) {
            assertThat(count / (double) rows).isCloseTo(share, within(deviations(share, rows)));
        }
        assertThat(all / values.length).isCloseTo(share, within(deviations(share, values.length)));
    }

    /** Values are dropped together as often as independent ones, whichever way they lie to each other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, WIDTH, WIDTH + 1, 7 * WIDTH, WIDTH * TIME})
    void dropsNeighboursIndependently(int distance) {
        float[] values = dropped(0.5);
        int both = 0;
        int pairs = values.length - distance;
        for (int i = 0; i < pairs; i++) {
            both += values[i] == 0 && values[i + distance] == 0 ? 1 : 0;
        }
        assertThat(both / (double) pairs).isCloseTo(0.25, within(0.01));
    }

    /** Six standard deviations of a share among so many. */
    private static double deviations(double share, int count) {
        return 6 * Math.sqrt(share * (1 - share) / count);
    }
}
