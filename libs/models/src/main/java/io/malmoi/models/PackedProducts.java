package io.malmoi.models;

import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;
import java.util.List;
import java.util.stream.IntStream;

/** Multiplies by what {@link PackedWeights} has kept, meeting the weights in the same order. */
final class PackedProducts implements Products {
    /** The name of the list of what is kept, the last argument of a method that multiplies by it. */
    static final String ARGUMENT = "weights";

    private final Packing packing;
    private final Value kept;
    private int used;

    /** In a method to which all arguments but this one are declared. */
    PackedProducts(Packing packing, MethodWriter method) {
        this.packing = packing;
        this.kept = method.tensors(ARGUMENT);
    }

    @Override
    public TensorType type() {
        return packing.unpacked().type();
    }

    @Override
    public Parameter stored(Parameter parameter) {
        return packing.unpacked().stored(parameter);
    }

    @Override
    public Value linear(Value x, Weight weight, Value bias) {
        List<Value> parts = IntStream.range(used, used + packing.parts())
                .mapToObj(kept::get)
                .toList();
        used += packing.parts();
        return packing.linear(x, parts, bias);
    }
}
