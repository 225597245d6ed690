package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;
import java.util.Arrays;

/**
 * Turns pairs of numbers by angles: number {@code i} of a head together with number {@code i + dim / 2}, as Hugging Face's weights
 * have it.
 *
 * @param cosine [..., time, 1, dim]
 * @param sine the same, negative in the first half of the numbers
 */
record Rotation(Value cosine, Value sine, int half) {
    /** Angles at positions [..., time] for frequencies [dim / 2]. */
    static Rotation at(Value positions, double[] frequencies, TensorType type) {
        MethodWriter method = positions.method();
        Object[] numbers = Arrays.stream(frequencies).boxed().toArray();
        Value frequency = method.op(
                "tensor",
                numbers,
                Keyword.of("dtype", TensorType.FLOAT32.scalarType()),
                Keyword.of("device", positions.device()));
        Value angle =
                positions.to(TensorType.FLOAT32).unsqueeze(-1).times(frequency).unsqueeze(-2);
        Value cosine = angle.op("cos");
        Value sine = angle.op("sin");
        return new Rotation(
                joined(cosine, cosine).to(type), joined(sine.op("neg"), sine).to(type), frequencies.length);
    }

    private static Value joined(Value first, Value second) {
        return first.method().op("cat", new Object[] {first, second}, -1);
    }

    /** The same for a batch of heads [batch, time, heads, dim]. */
    Value turn(Value x) {
        Value other = x.op("roll", new long[] {half}, new long[] {-1});
        return x.times(cosine).op("addcmul", other, sine);
    }
}
