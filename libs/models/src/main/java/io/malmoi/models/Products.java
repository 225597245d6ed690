package io.malmoi.models;

import io.malmoi.torchscript.Value;

/** How a model multiplies by its weights: asked for a linear layer, this decides which operators that means. */
interface Products {
    /** How parameters are stored, and the type of what is multiplied, added and normalised between the layers. */
    Arithmetic arithmetic();

    /**
     * {@code x * weight^T + bias}.
     *
     * @param x [batch, time, in], of the {@link Arithmetic#type}
     * @param weight as it is {@link Arithmetic#stored}
     * @param bias [out], of the type, or null
     * @return [batch, time, out], of the type
     */
    Value linear(Value x, Weight weight, Value bias);
}
