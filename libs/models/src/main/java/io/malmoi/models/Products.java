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
     * {@code x * weight^T + bias}.
     *
     * @param x [batch, time, in], of the {@link #type}
     * @param weight as it is {@link #stored}
     * @param bias [out], of the type, or null
     * @return [batch, time, out], of the type
     */
    Value linear(Value x, Weight weight, Value bias);
}
