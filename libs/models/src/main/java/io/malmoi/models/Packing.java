package io.malmoi.models;

import io.malmoi.torchscript.Value;
import java.util.List;
import java.util.Optional;

/** A form to keep weights in that are multiplied by again and again: made once, as a library reads them fastest. */
interface Packing {
    /** What there is for an arithmetic, if anything. */
    static Optional<Packing> of(Arithmetic arithmetic) {
        if (arithmetic.precision() == Precision.INT8) {
            return Optional.of(new Int8Packing(Int8Rows.here()));
        }
        return arithmetic.kernel() == MatrixKernel.ONEDNN
                ? Optional.of(new OneDnnPacking(arithmetic))
                : Optional.empty();
    }

    /** How the same is multiplied, but for rounding, by weights that are not packed. */
    Arithmetic unpacked();

    /** Number of tensors that are kept of a weight. */
    int parts();

    /** What is kept of a weight [out, in]. */
    List<Value> pack(Value weight);

    /** What rows are multiplied as; the same for all weights that they are multiplied by. */
    List<Value> rows(Value x);

    /** {@code x * weight^T + bias}, by {@link #rows} of x and what is kept of the weight; the bias may be null. */
    Value linear(List<Value> rows, List<Value> kept, Value bias);
}
