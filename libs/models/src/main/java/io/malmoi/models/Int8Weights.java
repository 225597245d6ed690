package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Multiplies in float32 and keeps each weight that it meets in int8, packed for oneDNN, scaled by output channel; for
 * {@link Int8Products} of the same model.
 */
final class Int8Weights implements Products {
    /** What is kept of each weight: the packed matrix, its scales, its zero points. */
    static final int PARTS = 3;

    private static final double LARGEST = 127;
    /** Keeps the scale of zeros from being zero. */
    private static final double LEAST = 1e-12;

    private final List<Value> kept = new ArrayList<>();

    /** What 1 of 127 stands for, along the last dimension, which stays with size 1. */
    static Value scale(Value x) {
        return x.op("abs").op("amax", new long[] {-1}, true).op("clamp", LEAST).over(LARGEST);
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
        Value scale = scale(weight);
        Value matrix = weight.over(scale).op("round").to(TensorType.INT8).op("contiguous");
        kept.add(matrix.op("ops.onednn.qlinear_prepack", (Object) null));
        kept.add(scale.op("squeeze", -1));
        kept.add(scale.op("squeeze", -1).op("zeros_like", Keyword.of("dtype", TensorType.INT64.scalarType())));
        return x.op("linear", weight, bias);
    }

    /** The parts of all weights, in the order in which the model multiplies by them. */
    List<Value> kept() {
        return kept;
    }
}
