package io.malmoi.models;

import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * The matrix of a linear layer; read only where something multiplies by it.
 *
 * @param method being written
 * @param stored the parameter that it is
 * @param transposed whether it is stored [in, out]
 */
record Weight(MethodWriter method, Parameter stored, boolean transposed) {
    /** A view of it, [out, in], or of a copy in another type. */
    Value as(TensorType type) {
        Value kept = method.parameter(stored);
        Value value = stored.type() == type ? kept : kept.to(type);
        return transposed ? value.op("t") : value;
    }

    /** Gives its memory back. It cannot be used again. */
    void release() {
        Value kept = method.parameter(stored);
        kept.run("set_", kept.op("new_empty", new long[] {0}));
    }
}
