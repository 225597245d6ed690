package io.malmoi.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final Parameter WEIGHT = Parameter.trained("h.0.weight", Initial.normal(1), 2, 3);

    private static Program squares() {
        return new ProgramWriter()
                .method("product", method -> {
                    Value x = method.tensor("x");
                    method.returns(method.op("matmul", method.parameter(WEIGHT), x));
                })
                .method("gradient", method -> {
                    Value weight = method.parameter(WEIGHT);
                    Value sum = weight.times(weight).op("sum");
                    method.returns(method.gradients(sum, null, method.list(List.of(weight))));
                })
                .load();
    }

    @Test
    void multipliesByMappedMemory() {
        ByteBuffer memory = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
        memory.asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});
        try (Program program = squares();
                NDManager scope = Torch.newManager()) {
            program.map(Map.of(WEIGHT.name(), memory));
            NDArray x = scope.create(new float[] {1, 10, 100});
            assertThat(program.infer(scope, "product", new NDList(x)).get(0).toFloatArray())
                    .containsExactly(321, 654);
            memory.asFloatBuffer().put(0, 2);
            assertThat(program.infer(scope, "product", new NDList(x)).get(0).toFloatArray())
                    .containsExactly(322, 654);
        }
    }

    @Test
    void differentiates() {
        try (Program program = squares();
                NDManager scope = Torch.newManager()) {
            program.initialize(7);
            float[] weight = program.tensors(scope).get(WEIGHT.name()).toFloatArray();
            float[] gradient =
                    program.train(scope, "gradient", new NDList()).get(0).toFloatArray();
            for (int i = 0; i < weight.length; i++) {
                assertThat(gradient[i]).isEqualTo(2 * weight[i]);
            }
        }
    }

    @Test
    void initializesByTheSeedAlone() {
        try (Program one = squares();
                Program two = squares();
                NDManager scope = Torch.newManager()) {
            one.initialize(7);
            two.initialize(7);
            float[] first = one.tensors(scope).get(WEIGHT.name()).toFloatArray();
            assertThat(two.tensors(scope).get(WEIGHT.name()).toFloatArray()).containsExactly(first);
            two.initialize(8);
            assertThat(two.tensors(scope).get(WEIGHT.name()).toFloatArray()).isNotEqualTo(first);
            two.copyFrom(one);
            assertThat(two.tensors(scope).get(WEIGHT.name()).toFloatArray()).containsExactly(first);
        }
    }

    @Test
    void tellsAFailureWhereItsLineWasWritten() {
        try (Program program = squares();
                NDManager scope = Torch.newManager()) {
            program.initialize(0);
            assertThatThrownBy(() -> program.infer(scope, "product", new NDList(scope.ones(new Shape(4)))))
                    .isInstanceOf(TorchScriptException.class)
                    .hasMessageContaining("(in product of [4], at layer h.0 with weight [2, 3])")
                    .satisfies(
                            e -> assertThat(e.getStackTrace()[0].getFileName()).isEqualTo("ProgramTest.java"));
            NDArray x = scope.ones(new Shape(3));
            assertThat(program.infer(scope, "product", new NDList(x)).get(0).getShape())
                    .isEqualTo(new Shape(2));
        }
    }

    @Test
    void tellsOfALineThatJavaHadWrittenWhoAskedForIt() {
        ProgramWriter writer = new ProgramWriter().method("first", method -> {
            Value x = method.tensor("x");
            method.returns(x.select(0, Optional.of(x).map(Value::toInt).orElseThrow()));
        });
        writer.declare(WEIGHT);
        try (Program program = writer.load();
                NDManager scope = Torch.newManager()) {
            assertThatThrownBy(() -> program.infer(scope, "first", new NDList(scope.ones(new Shape(4)))))
                    .satisfies(
                            e -> assertThat(e.getStackTrace()[0].getFileName()).isEqualTo("ProgramTest.java"));
        }
    }

    @Test
    void refusesMemoryOfTheWrongSize() {
        try (Program program = squares()) {
            assertThatThrownBy(() -> program.map(Map.of(WEIGHT.name(), ByteBuffer.allocateDirect(8))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("parameter h.0.weight needs a direct buffer of 24 bytes, not 8");
        }
    }

    @Test
    void refusesAParameterOfTwoShapes() {
        ProgramWriter writer = new ProgramWriter();
        writer.declare(WEIGHT);
        assertThatThrownBy(() -> writer.declare(Parameter.trained("h.0.weight", Initial.ONES, 3)))
                .hasMessage("parameter h.0.weight has shape [2, 3], not [3]");
    }
}
