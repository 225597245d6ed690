package io.malmoi.bench.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.bench.Measurement;
import io.malmoi.models.Precision;
import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.TorchScriptException;
import io.malmoi.torchscript.Value;
import java.io.IOException;
import java.util.List;

/** What this machine can do at most, by the same libtorch. */
final class Machine {
    private static final int RUNS = 9;
    private static final long SIDE = 2048;
    private static final long COPIED = 1 << 26;
    private static final long FLOAT_BYTES = 4;

    private Machine() {}

    /** Floating-point operations a second of a product of two square matrices, by the fastest library there is. */
    static double productRate(Precision precision) throws IOException {
        ProgramWriter writer = new ProgramWriter()
                .method("matmul", method -> {
                    Value x = operand(method.tensor("x"), precision);
                    method.returns(x.op("matmul", x));
                })
                .method("linear", method -> {
                    Value x = operand(method.tensor("x"), precision);
                    method.returns(method.line(
                            "product",
                            "Tensor",
                            "ops.mkldnn._linear_pointwise(" + x + ", " + x
                                    + ", None, \"none\", annotate(List[Optional[number]], []), None)"));
                })
                .method("convert", method -> method.returns(operand(method.tensor("x"), precision)));
        try (Program program = load(writer);
                NDManager scope = Torch.newManager()) {
            NDArray ones = scope.ones(new Shape(SIDE, SIDE));
            NDArray x = program.infer(scope, "convert", new NDList(ones)).get(0);
            double best = 0;
            for (String method : List.of("matmul", "linear")) {
                best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / seconds(program, method, x));
            }
            return best;
        }
    }

    private static Value operand(Value x, Precision precision) {
        return precision == Precision.FLOAT32 ? x : x.to(TensorType.BFLOAT16);
    }

    /** Bytes a second that copying a large tensor reads and writes. */
    static double copyRate() throws IOException {
        ProgramWriter writer = new ProgramWriter().method("copy", method -> {
            Value target = method.tensor("target");
            target.run("copy_", method.tensor("source"));
            method.returns(target);
        });
        try (Program program = load(writer);
                NDManager scope = Torch.newManager()) {
            NDArray source = scope.ones(new Shape(COPIED));
            NDArray target = scope.zeros(new Shape(COPIED));
            return 2.0 * COPIED * FLOAT_BYTES / seconds(program, "copy", target, source);
        }
    }

    private static Program load(ProgramWriter writer) {
        writer.declare(Parameter.trained("unused", Initial.ZEROS, 1));
        return writer.load();
    }

    /** The median time of a call; endless if this build of libtorch lacks the operator. */
    private static double seconds(Program program, String method, NDArray... arguments) throws IOException {
        double[] seconds = new double[RUNS];
        try {
            for (int i = -1; i < RUNS; i++) {
                long begin = System.nanoTime();
                try (NDManager scope = Torch.newManager()) {
                    program.infer(scope, method, new NDList(arguments));
                }
                seconds[Math.max(i, 0)] = (System.nanoTime() - begin) / 1e9;
            }
        } catch (TorchScriptException e) {
            return Double.POSITIVE_INFINITY;
        }
        return Measurement.median(seconds);
    }
}
