package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;
import java.util.List;

/**
 * Weights in int8, scaled by output channel. Each row that is multiplied by them is scaled by itself and the sums are exact, so a row
 * does not depend on its neighbours.
 */
record Int8Packing(Int8Rows form) implements Packing {
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
        Value largest = largest(weight).op("clamp", LEAST);
        Value matrix = weight.over(largest)
                .times(Int8Rows.LARGEST)
                .op("round")
                .to(TensorType.INT8)
                .op("contiguous");
        Value scales = largest.op("squeeze", -1).over(Int8Rows.LARGEST * Int8Rows.LARGEST);
        Value zeros = scales.op("zeros_like", Keyword.of("dtype", TensorType.INT64.scalarType()));
        return List.of(matrix.op("ops.onednn.qlinear_prepack", (Object) null), scales, zeros);
    }

    /** A row of zeros becomes any numbers at all, but products are multiplied by its largest value in the end. */
    @Override
    public List<Value> rows(Value x) {
        Value largest = largest(x);
        return List.of(form.of(x.over(largest)), largest);
    }

    @Override
    public Value linear(List<Value> rows, List<Value> kept, Value bias) {
        Value largest = rows.get(1);
        Value product = largest.method()
                .line(
                        "product",
                        "Tensor",
                        "ops.onednn.qlinear_pointwise(" + rows.get(0) + ", 1.0, " + form.zero() + ", "
                                + kept.get(0) + ", " + kept.get(1) + ", " + kept.get(2) + ", None, 1.0, 0, "
                                + TensorType.FLOAT32.scalarType()
                                + ", \"none\", annotate(List[Optional[number]], []), \"\")");
        return bias == null ? product.op("mul_", largest) : bias.op("addcmul", product, largest);
    }

    /** The largest absolute value along the last dimension, which stays with size 1. */
    private static Value largest(Value x) {
        return x.op("abs").op("amax", new long[] {-1}, true);
    }
}
