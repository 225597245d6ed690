package io.malmoi.models;

import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * How a model multiplies by its weights: asked for a linear layer, this decides which operators that means.
 *
 * @param precision numbers that products are made in
 * @param kernel library that makes them
 * @param gradients whether the result must be differentiable; oneDNN's fastest operator is not
 */
record Arithmetic(Precision precision, MatrixKernel kernel, boolean gradients) {
    /** The type of what linear layers give. */
    TensorType type() {
        return precision == Precision.BFLOAT16 ? TensorType.BFLOAT16 : TensorType.FLOAT32;
    }

    /**
     * {@code x * weight^T + bias}.
     *
     * @param x [..., in]
     * @param weight [out, in], perhaps a view
     * @param bias [out], or null
     * @return [..., out], in bfloat16 if that is the precision
     */
    Value linear(Value x, Value weight, Value bias) {
        Value input = cast(x);
        Value matrix = cast(weight);
        Value offset = bias == null ? null : cast(bias);
        if (kernel == MatrixKernel.BLAS) {
            return input.op("linear", matrix, offset);
        }
        return gradients ? differentiable(input, matrix, offset) : pointwise(input, matrix, offset);
    }

    /** In the type that products are made in. */
    Value cast(Value x) {
        return precision == Precision.FLOAT32 ? x : x.to(TensorType.BFLOAT16);
    }

    /** The same for products that need not be differentiable. */
    Arithmetic withoutGradients() {
        return new Arithmetic(precision, kernel, false);
    }

    private static Value differentiable(Value x, Value weight, Value bias) {
        return x.op("to_mkldnn").op("mkldnn_linear", weight, bias).op("to_dense");
    }

    private static Value pointwise(Value x, Value weight, Value bias) {
        MethodWriter method = x.method();
        return method.line(
                "linear",
                "Tensor",
                "ops.mkldnn._linear_pointwise(" + x + ", " + weight + ", " + (bias == null ? "None" : bias)
                        + ", \"none\", annotate(List[Optional[number]], []), None)");
    }
}
