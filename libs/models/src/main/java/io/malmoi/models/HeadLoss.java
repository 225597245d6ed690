package io.malmoi.models;

import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * Writes the cross-entropy of the output head with its gradients. Those of softmax are known, so nothing is left to automatic
 * differentiation: the probabilities, less one where the target is, are all that both products need.
 *
 * @param head weight [vocabulary, width], in the type that products are made in
 * @param arithmetic of the products, not differentiable
 * @param count of the targets of the whole batch, by which the loss is divided
 */
record HeadLoss(Value head, Arithmetic arithmetic, Value count) {
    /** A probability as small as this counts as no smaller in the loss, which stays finite. */
    private static final double LEAST = 1e-37;

    /**
     * The loss of some rows, divided by the count.
     *
     * @param hidden states [row, width]
     * @param targets [row]
     * @param byHidden gradient of the hidden states, to be written
     * @param byHead gradient of the head, to be added to
     */
    Value write(Value hidden, Value targets, Value byHidden, Value byHead) {
        Value index = targets.op("clamp", 0).unsqueeze(1);
        Value share = targets.op("ne", TokenBatch.IGNORED).unsqueeze(1).over(count);
        Value probabilities = arithmetic.linear(hidden, head, null).op("softmax", -1);
        Value chosen = probabilities.op("gather", 1, index);
        probabilities.run("scatter_", 1, index, chosen.op("sub", 1));
        byHidden.run(
                "copy_", arithmetic.linear(probabilities, head.op("t"), null).times(share));
        byHead.run(
                "add_",
                arithmetic.linear(probabilities.op("t"), hidden.times(share).op("t"), null));
        Value likelihood = chosen.to(TensorType.FLOAT32).op("clamp", LEAST).op("log");
        return likelihood.times(share).op("sum").op("neg");
    }
}
