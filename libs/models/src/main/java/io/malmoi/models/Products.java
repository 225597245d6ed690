package io.malmoi.models;

import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/** How a model multiplies by its weights: asked for a linear layer, this decides which operators that means. */
interface Products {
    /** The type of all that is between the layers: what is multiplied, added and normalised. */
    TensorType type();

    /** A parameter as it is kept. */
    Parameter stored(Parameter parameter);

    /**
     * {@code x * weight^T + bias}, all of the {@link #type}.
     *
     * @param x [..., in]
     * @param weight [out, in], perhaps a view
     * @param bias [out], or null
     * @return [..., out]
     */
    Value linear(Value x, Value weight, Value bias);
}
