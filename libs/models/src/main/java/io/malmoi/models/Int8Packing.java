package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;
import java.util.List;

/**
 * Weights in int8, scaled by output channel. Each row that is multiplied by them is scaled by itself and the sums are exact, so a row
 * does not depend on its neighbours.
 */
record Int8Packing(Int8Rows rows) implements Packing {
    private static final double LARGEST = 127;
    /** Keeps the scale of zeros from being zero. */
    private static final double LEAST = 1e-12;

    @Override
    public Arithmetic unpacked() {
        return new Arithmetic(Precision.FLOAT32, MatrixKernel.BLAS, false);
    }

    @Override
    public int parts() {
        return 3;
    }

    @Override
    public List<Value> pack(Value weight) {
        Value scale = scale(weight);
        Value matrix = weight.over(scale).op("round").to(TensorType.INT8).op("contiguous");
        Value scales = scale.op("squeeze", -1);
        Value zeros = scales.op("zeros_like", Keyword.of("dtype", TensorType.INT64.scalarType()));
        return List.of(matrix.op("ops.onednn.qlinear_prepack", (Object) null), scales, zeros);
    }

    @Override
    public Value linear(Value x, List<Value> kept, Value bias) {
        Value scale = scale(x);
        Value product = x.method()
                .line(
                        "product",
                        "Tensor",
                        "ops.onednn.qlinear_pointwise(" + rows.of(x.over(scale)) + ", 1.0, " + rows.zero() + ", "
                                + kept.get(0) + ", " + kept.get(1) + ", " + kept.get(2) + ", None, 1.0, 0, "
                                + TensorType.FLOAT32.scalarType()
                                + ", \"none\", annotate(List[Optional[number]], []), \"\")");
        Value scaled = product.op("mul_", scale);
        return bias == null ? scaled : scaled.op("add_", bias);
    }

    /** What 1 of 127 stands for, along the last dimension, which stays with size 1. */
    private static Value scale(Value x) {
        return x.op("abs").op("amax", new long[] {-1}, true).op("clamp", LEAST).over(LARGEST);
    }
}
