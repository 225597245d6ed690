package io.malmoi.models;

import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * A place in the tree of parameters, and the layers that can stand there. Names are Hugging Face's, so that weights load by name.
 *
 * @param method being written
 * @param path of the place; empty, or ending with a dot
 * @param products of the linear layers
 * @param generator of dropout's masks, on the processor; null for no dropout
 */
record Layers(MethodWriter method, String path, Products products, Value generator) {
    private static final long WORDS = 1L << 32;
    /** Odd, and close to the golden section of all words (Knuth's multiplicative hashing). */
    private static final int HASH_FACTOR = 0x9E3779B1;

    /** The root of a model that is trained or evaluated with all positions at once. */
    static Layers root(MethodWriter method, Products products) {
        return new Layers(method, "", products, null);
    }

    /** The same place, with dropout drawn from a generator. */
    Layers dropping(Value source) {
        return new Layers(method, path, products, source);
    }

    /** A place below this one. */
    Layers at(Object name) {
        return new Layers(method, path + name + ".", products, generator);
    }

    /** A parameter in the type that products are made in. */
    private Value parameter(String name, Initial initial, long... shape) {
        return parameter(Parameter.trained(path + name, initial, shape));
    }

    private Value parameter(Parameter parameter) {
        Parameter stored = products.arithmetic().stored(parameter);
        Value value = method.parameter(stored);
        return stored.type() == products.arithmetic().type()
                ? value
                : value.to(products.arithmetic().type());
    }

    /** Rows of a table of {@code rows} vectors, in the type that it is stored in. */
    Value embedding(String name, Value ids, Initial initial, long rows, long width) {
        Parameter table = Parameter.trained(at(name).path + "weight", initial, rows, width);
        return method.op("embedding", method.parameter(products.arithmetic().stored(table)), ids);
    }

    /**
     * A linear layer whose weight is stored [in, out], as GPT-2's are.
     *
     * @param trainedBias whether the bias is trained; else it stays zero
     */
    Value transposedLinear(String name, Value x, Initial initial, long in, long out, boolean trainedBias) {
        Layers layer = at(name);
        Parameter bias = Parameter.trained(layer.path + "bias", Initial.ZEROS, out);
        return products.linear(
                x, layer.weight(initial, true, in, out), layer.parameter(trainedBias ? bias : bias.frozen()));
    }

    /** A linear layer whose weight is stored [out, in]. */
    Value linear(String name, Value x, Initial initial, long in, long out, boolean bias) {
        Layers layer = at(name);
        return products.linear(
                x, layer.weight(initial, false, out, in), bias ? layer.parameter("bias", Initial.ZEROS, out) : null);
    }

    private Weight weight(Initial initial, boolean transposed, long... shape) {
        Parameter stored = products.arithmetic().stored(Parameter.trained(path + "weight", initial, shape));
        return new Weight(method, stored, transposed);
    }

    /** Layer normalisation (arXiv:1607.06450) over the last dimension, added up in float32. */
    Value layerNorm(String name, Value x, long width, double epsilon) {
        Layers layer = at(name);
        Value weight = layer.parameter("weight", Initial.ONES, width);
        Value bias = layer.parameter("bias", Initial.ZEROS, width);
        return method.op("layer_norm", x, new long[] {width}, weight, bias, epsilon);
    }

    /** RMS normalisation (arXiv:1910.07467) over the last dimension, added up in float32. */
    Value rmsNorm(String name, Value x, long width, double epsilon) {
        Value weight = at(name).parameter("weight", Initial.ONES, width);
        return method.op("rms_norm", x, new long[] {width}, weight, epsilon);
    }

    /**
     * Drops a share of the values [a, b, c] and scales up the rest; does nothing without a generator.
     *
     * <p>A value is dropped by a hash of a random word of its row and one of its column. Any three values are dropped independently, and
     * few words need be drawn: on the processor, because TorchScript knows no generators of GPUs.
     */
    Value dropout(Value x, double share) {
        if (generator == null || share == 0) {
            return x;
        }
        Value rows = words(x.narrow(2, 0, 1));
        Value columns = words(x.narrow(0, 0, 1).narrow(1, 0, 1));
        Value hash = rows.op("bitwise_xor", columns).times(HASH_FACTOR);
        Value kept = hash.op("ge", Integer.MIN_VALUE + Math.round(share * WORDS));
        return x.times(kept).over(1 - share);
    }

    private Value words(Value shape) {
        Value words = method.op(
                "empty_like", shape, Keyword.of("dtype", TensorType.INT32.scalarType()), Keyword.of("device", "cpu"));
        words.run("random_", Integer.MIN_VALUE, Integer.MIN_VALUE + WORDS, Keyword.of("generator", generator));
        return words.op("to", shape.device(), TensorType.INT32.scalarType());
    }
}
