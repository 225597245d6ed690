package io.malmoi.models;

import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * Multiplies in int8 by weights that {@link Int8Weights} has kept, which it meets in the same order. Each row of the input is scaled
 * by itself and the sums are exact, so a row does not depend on its neighbours.
 */
final class Int8Products implements Products {
    private final Value kept;
    private final Int8Rows form;
    private int next;

    /** By a list of what is kept of each weight. */
    Int8Products(Value kept) {
        this(kept, Int8Rows.here());
    }

    Int8Products(Value kept, Int8Rows form) {
        this.kept = kept;
        this.form = form;
    }

    @Override
    public TensorType type() {
        return TensorType.FLOAT32;
    }

    @Override
    public Parameter stored(Parameter parameter) {
        return parameter;
    }

    @Override
    public Value linear(Value x, Value weight, Value bias) {
        Value scale = Int8Weights.scale(x);
        Value rows = form.of(x.over(scale));
        Value product = x.method()
                .line(
                        "product",
                        "Tensor",
                        "ops.onednn.qlinear_pointwise(" + rows + ", 1.0, " + form.zero() + ", " + part(0) + ", "
                                + part(1) + ", "
                                + part(2)
                                + ", None, 1.0, 0, " + TensorType.FLOAT32.scalarType()
                                + ", \"none\", annotate(List[Optional[number]], []), \"\")");
        next++;
        return bias == null ? product.times(scale) : bias.op("addcmul", product, scale);
    }

    private Value part(int index) {
        return kept.get(next * Int8Weights.PARTS + index);
    }
}
