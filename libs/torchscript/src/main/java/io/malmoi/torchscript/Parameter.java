package io.malmoi.torchscript;

import java.util.Arrays;
import java.util.List;

/**
 * A named tensor of a program.
 *
 * @param name where it stands in the tree of modules, parts separated by dots, such as {@code h.0.ln_1.weight}
 * @param type of its elements
 * @param shape its size along each dimension
 * @param trainable whether gradients can be had by it
 * @param initial values to begin with
 */
public record Parameter(String name, TensorType type, List<Long> shape, boolean trainable, Initial initial) {
    /** Copies the shape. */
    public Parameter {
        shape = List.copyOf(shape);
    }

    /** A trainable float32 parameter. */
    public static Parameter trained(String name, Initial initial, long... shape) {
        return new Parameter(
                name, TensorType.FLOAT32, Arrays.stream(shape).boxed().toList(), true, initial);
    }

    /** The same, of another type. */
    public Parameter withType(TensorType other) {
        return new Parameter(name, other, shape, trainable, initial);
    }

    /** The same, without gradients. */
    public Parameter frozen() {
        return new Parameter(name, type, shape, false, initial);
    }

    /** Number of elements. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Size in bytes. */
    public long bytes() {
        return Math.multiplyExact(elements(), type.bytes());
    }
}
