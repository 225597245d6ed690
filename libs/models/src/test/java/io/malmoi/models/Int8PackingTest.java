package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.Torch;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Int8PackingTest {
    private static final int IN = 64;
    private static final int OUT = 3;
    private static final float SMALL = 1e-3f;
    private static final Parameter WEIGHT = Parameter.trained("weight", Initial.normal(1), OUT, IN);
    private static final Parameter BIAS = Parameter.trained("bias", Initial.normal(1), OUT);

    private static Program program(Int8Rows form) {
        return new ProgramWriter()
                .method("bias_alone", method -> method.returns(method.parameter(BIAS)))
                .method("exact", method -> {
                    var x = method.tensor("x");
                    method.returns(x.op("linear", method.parameter(WEIGHT), method.parameter(BIAS)));
                })
                .method("product", method -> {
                    Int8Packing packing = new Int8Packing(form);
                    var x = method.tensor("x");
                    var kept = packing.pack(method.parameter(WEIGHT));
                    method.returns(packing.linear(packing.rows(x), kept, method.parameter(BIAS)));
                })
                .load();
    }

    private static float[] call(Program program, NDManager scope, String method, NDList arguments) {
        return program.infer(scope, method, arguments).get(0).toFloatArray();
    }

    @ParameterizedTest
    @EnumSource(Int8Rows.class)
    void aRowOfZerosIsTheBias(Int8Rows form) {
        try (Program program = program(form);
                NDManager scope = Torch.newManager()) {
            program.initialize(1);
            NDList zeros = new NDList(scope.zeros(new Shape(1, 1, IN)));
            assertThat(call(program, scope, "product", zeros))
                    .containsExactly(call(program, scope, "bias_alone", new NDList()));
        }
    }

    @Test
    void everyRowIsScaledByItself() {
        Random random = new Random(2);
        float[] numbers = new float[2 * IN];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian() * (i < IN ? 1 : SMALL);
        }
        try (Program program = program(Int8Rows.here());
                NDManager scope = Torch.newManager()) {
            program.initialize(1);
            NDList rows = new NDList(scope.create(numbers, new Shape(2, 1, IN)));
            float[] exact = call(program, scope, "exact", rows);
            float[] found = call(program, scope, "product", rows);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(exact[i], within(i < OUT ? 0.3f : 0.3f * SMALL));
            }
        }
    }
}
