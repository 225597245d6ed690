package io.malmoi.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.TorchScriptException;
import io.malmoi.torchscript.Value;

/**
 * How rows in int8 are handed to oneDNN. Instructions for int8 (VNNI) multiply unsigned by signed numbers: on many processors signed rows
 * take a path that is hundreds of times slower. Processors without these instructions add unsigned products up in 16 bits, where they
 * overflow; there rows stay signed.
 */
enum Int8Rows {
    /** 1 to 255; 128 stands for zero. */
    UNSIGNED(TensorType.UINT8, 128),
    /** -127 to 127. */
    SIGNED(TensorType.INT8, 0);

    /** What 1 becomes. */
    static final double LARGEST = 127;

    private static final int WIDTH = 64;

    private final TensorType type;
    private final int zero;

    Int8Rows(TensorType type, int zero) {
        this.type = type;
        this.zero = zero;
    }

    /** The number that stands for zero. */
    int zero() {
        return zero;
    }

    /** Numbers from -1 to 1, times {@link #LARGEST} and rounded, in this form. */
    Value of(Value numbers) {
        return this == SIGNED
                ? numbers.times(LARGEST).op("round").to(type)
                : numbers.op("rsub", zero + 0.5, -LARGEST).to(type);
    }

    private static final class Choice {
        /** The fastest that is exact on this processor. */
        private static final Int8Rows HERE = isExact(UNSIGNED) ? UNSIGNED : SIGNED;
    }

    /** The fastest form that is exact on this processor; found out once. */
    static Int8Rows here() {
        return Choice.HERE;
    }

    /** Whether the largest numbers are multiplied without overflow. */
    private static boolean isExact(Int8Rows rows) {
        try (Program program = product(rows);
                NDManager scope = Torch.newManager()) {
            program.initialize(0);
            NDArray ones = scope.ones(new Shape(1, WIDTH));
            float sum = program.infer(scope, "product", new NDList(ones)).get(0).getFloat(0, 0);
            return Math.abs(sum - WIDTH) < 0.5;
        } catch (TorchScriptException e) {
            return false;
        }
    }

    private static Program product(Int8Rows rows) {
        Parameter ones = Parameter.trained("weight", Initial.ONES, WIDTH, WIDTH);
        return new ProgramWriter()
                .method("product", method -> {
                    Value x = method.tensor("x");
                    Int8Packing packing = new Int8Packing(rows);
                    method.returns(packing.linear(packing.rows(x), packing.pack(method.parameter(ones)), null));
                })
                .load();
    }
}
