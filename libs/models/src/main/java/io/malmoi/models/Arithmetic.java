package io.malmoi.models;

import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * Products of floating-point numbers.
 *
 * @param precision numbers that products are made in
 * @param kernel library that makes them
 * @param gradients whether the result must be differentiable; oneDNN's fastest operator is not
 */
record Arithmetic(Precision precision, MatrixKernel kernel, boolean gradients) implements Products {
    /** Of all that is between the layers: what is multiplied, added and normalised. */
    TensorType type() {
        return switch (precision) {
            case BFLOAT16 -> TensorType.BFLOAT16;
            case FLOAT16 -> TensorType.FLOAT16;
            default -> TensorType.FLOAT32;
        };
    }

    /** A parameter as it is kept: where nothing is trained, in the type that products are made in. */
    Parameter stored(Parameter parameter) {
        return gradients ? parameter : parameter.withType(type());
    }

    @Override
    public Arithmetic arithmetic() {
        return this;
    }

    @Override
    public Value linear(Value x, Weight weight, Value bias) {
        return linear(x, weight.as(type()), bias);
    }

    /** {@code x * weight^T + bias}, all of the {@link #type}; the weight is [out, in], perhaps a view. With gradients x is [batch, time, in]. */
    Value linear(Value x, Value weight, Value bias) {
        if (kernel != MatrixKernel.ONEDNN) {
            return x.op("linear", weight, bias);
        }
        return gradients ? differentiable(x, weight, bias) : pointwise(x, weight, bias);
    }

    /** Whether a loss must be scaled for its gradients not to vanish. */
    boolean scalesLoss() {
        return precision == Precision.FLOAT16;
    }

    /** In the type that products are made in. */
    Value cast(Value x) {
        return precision == Precision.FLOAT32 ? x : x.to(type());
    }

    /** The same for products that need not be differentiable. */
    Arithmetic withoutGradients() {
        return new Arithmetic(precision, kernel, false);
    }

    /**
     * As a convolution over single positions, channels last: the one product of oneDNN that has gradients and reads and writes ordinary
     * tensors where they are.
     */
    private static Value differentiable(Value x, Value weight, Value bias) {
        Value image = x.unsqueeze(1).op("permute", new long[] {0, 3, 1, 2});
        Value points = weight.unsqueeze(-1).unsqueeze(-1);
        return image.op("conv2d", points, bias)
                .op("permute", new long[] {0, 2, 3, 1})
                .op("squeeze", 1);
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
