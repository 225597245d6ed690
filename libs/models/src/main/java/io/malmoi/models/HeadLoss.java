package io.malmoi.models;

import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * Writes the cross-entropy of the output head with its gradients. Those of softmax are known, so nothing is left to automatic
 * differentiation: the probabilities, less one where the target is, are all that both products need.
 *
 * @param head weight [vocabulary, width], in the type that products are made in
 * @param arithmetic of the products, not differentiable
 * @param count of the targets of the whole batch, by which the loss is divided, over the scale of the loss
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
        Object[] chosenOnes = {hidden.method().range(hidden.size(0), hidden), targets.op("clamp", 0)};
        Value share = targets.op("ne", TokenBatch.IGNORED).over(count);
        Value logits = arithmetic.linear(hidden, head, null);
        boolean scaled = arithmetic.scalesLoss();
        Value probabilities = (scaled ? logits.to(TensorType.FLOAT32) : logits).op("softmax", -1);
        Value chosen = probabilities.op("index", (Object) chosenOnes);
        probabilities.run("index_put_", chosenOnes, chosen.op("sub", 1));
        Value shares = share.unsqueeze(1);
        // What has many rows is scaled unless its range is too small for what is not.
        Value byLogits = scaled ? probabilities.times(shares) : probabilities;
        Value byRows = arithmetic.linear(byLogits, head.op("t"), null);
        byHidden.run("copy_", scaled ? byRows : byRows.times(shares));
        Value rows = scaled ? hidden : hidden.times(shares);
        byHead.run("add_", arithmetic.linear(byLogits.op("t"), rows.op("t"), null));
        Value likelihood = chosen.to(TensorType.FLOAT32).op("clamp", LEAST).op("log");
        return likelihood.times(share).op("sum").op("neg");
    }
}
