package io.malmoi.models;

import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Multiplies by what {@link PackedWeights} has kept, meeting the weights in the same order. */
final class PackedProducts implements Products {
    /** The name of the list of what is kept, the last argument of a method that multiplies by it. */
    static final String ARGUMENT = "weights";

    private final Packing packing;
    private final Value kept;
    private int used;
    /** Several weights may follow each other that multiply the same rows. */
    private Value last;

    private List<Value> rows;

    /** By a packing or, where there is none, by plain arithmetic; in a method to which all other arguments are declared. */
    static Products of(Optional<Packing> packing, Arithmetic arithmetic, MethodWriter method) {
        return packing.<Products>map(form -> new PackedProducts(form, method)).orElse(arithmetic);
    }

    private PackedProducts(Packing packing, MethodWriter method) {
        this.packing = packing;
        this.kept = method.tensors(ARGUMENT);
    }

    @Override
    public Arithmetic arithmetic() {
        return packing.unpacked();
    }

    @Override
    public Value linear(Value x, Weight weight, Value bias) {
        List<Value> parts = IntStream.range(used, used + packing.parts())
                .mapToObj(kept::get)
                .toList();
        used += packing.parts();
        if (x != last) {
            last = x;
            rows = packing.rows(x);
        }
        return packing.linear(rows, parts, bias);
    }
}
