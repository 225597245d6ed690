package io.malmoi.models;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Packs each weight that it multiplies by, for {@link PackedProducts} of the same model, and gives back the memory of the weight. */
final class PackedWeights implements Products {
    private final Packing packing;
    private final Set<String> needed;
    private final List<Value> kept = new ArrayList<>();

    /**
     * By a packing.
     *
     * @param needed names of weights that are used in other ways, too, and stay
     */
    PackedWeights(Packing packing, Set<String> needed) {
        this.packing = packing;
        this.needed = needed;
    }

    @Override
    public Arithmetic arithmetic() {
        return packing.unpacked();
    }

    @Override
    public Value linear(Value x, Weight weight, Value bias) {
        Value product = arithmetic().linear(x, weight, bias);
        kept.addAll(packing.pack(weight.as(arithmetic().type())));
        if (!needed.contains(weight.stored().name())) {
            weight.release();
        }
        return product;
    }

    /** What is kept of all weights, in the order in which the model multiplies by them. */
    List<Value> kept() {
        return kept;
    }

    /**
     * Calls a program's method that gives what is kept.
     *
     * @return arguments of a method that multiplies by it, owned by the manager
     */
    static NDList make(Program program, String method, NDManager owner) {
        NDList made = program.train(owner, method, new NDList());
        made.forEach(tensor -> tensor.setName(PackedProducts.ARGUMENT + "[]"));
        return made;
    }
}
