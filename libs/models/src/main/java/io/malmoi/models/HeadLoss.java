package io.malmoi.models;

import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * Writes the cross-entropy of the output head with its gradients. Those of softmax are known, so nothing is left to automatic
 * differentiation: the probabilities, less one where the target is, are all that both products need.
 */
final class HeadLoss {
    /** A probability as small as this counts as no smaller in the loss, which stays finite. */
    private static final double LEAST = 1e-37;
    /** GPUs multiply several times slower where rows do not begin at multiples of 16 bytes; so many logits fill cache lines, too. */
    private static final int GPU_ALIGNMENT = 64;

    private final Arithmetic arithmetic;
    private final Value count;
    private final int vocabulary;
    private final Value head;
    /** Minus infinity for logits of no token; null if there are none. */
    private final Value bias;

    /**
     * Of a head.
     *
     * @param weight [vocabulary, width]
     * @param vocabulary its size
     * @param arithmetic of the products
     * @param count of the targets of the whole batch, by which the loss is divided, over the scale of the loss
     */
    HeadLoss(Value weight, int vocabulary, Arithmetic arithmetic, Value count) {
        this.arithmetic = arithmetic.withoutGradients();
        this.count = count;
        this.vocabulary = vocabulary;
        int padding = arithmetic.kernel() == MatrixKernel.CUDA ? -vocabulary & (GPU_ALIGNMENT - 1) : 0;
        Value cast = arithmetic.cast(weight);
        this.head = padding == 0 ? cast : cast.op("constant_pad_nd", new long[] {0, 0, 0, padding});
        this.bias = padding == 0
                ? null
                : cast.op("new_zeros", (Object) new long[] {vocabulary})
                        .op("constant_pad_nd", new long[] {0, padding}, Double.NEGATIVE_INFINITY);
    }

    /**
     * The loss of some rows, divided by the count.
     *
     * @param hidden states [row, width]
     * @param targets [row]
     * @param byHidden gradient of the hidden states, to be written
     * @param byHead gradient of the head, to be added to
     */
    Value write(Value hidden, Value targets, Value byHidden, Value byHead) {
        Object[] chosenOnes = {hidden.method().range(hidden.size(0), hidden), targets.op("clamp", 0)};
        Value share = targets.op("ne", TokenBatch.IGNORED).over(count);
        Value logits = arithmetic.linear(hidden, head, bias);
        boolean scaled = arithmetic.scalesLoss();
        Value probabilities = (scaled ? logits.to(TensorType.FLOAT32) : logits).op("softmax", -1);
        Value chosen = probabilities.op("index", (Object) chosenOnes);
        probabilities.run("index_put_", chosenOnes, chosen.op("sub", 1));
        Value shares = share.unsqueeze(1);
        // What has many rows is scaled unless its range is too small for what is not.
        Value byLogits = scaled ? arithmetic.cast(probabilities.times(shares)) : probabilities;
        Value byRows = arithmetic.linear(byLogits, head.op("t"), null);
        byHidden.run("copy_", scaled ? byRows : byRows.times(shares));
        Value rows = scaled ? hidden : arithmetic.cast(hidden.times(shares));
        Value found = arithmetic.linear(byLogits.op("t"), rows.op("t"), null);
        byHead.run("add_", bias == null ? found : found.slice(0, 0, vocabulary));
        Value likelihood = chosen.to(TensorType.FLOAT32).op("clamp", LEAST).op("log");
        return likelihood.times(share).op("sum").op("neg");
    }
}
