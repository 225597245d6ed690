package io.malmoi.models;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The tokens of a training step, micro-batches of one shape.
 *
 * @param microBatches number of micro-batches
 * @param sequences of each
 * @param length tokens of a sequence
 * @param inputs token ids [micro-batch, sequence, position]
 * @param targets as inputs
 */
record StepTokens(int microBatches, int sequences, int length, int[] inputs, int[] targets) {
    /** Joins micro-batches. */
    static StepTokens of(List<TokenBatch> microBatches) {
        Ranges.require(!microBatches.isEmpty(), "micro-batches", "none", "1 or more");
        TokenBatch first = microBatches.get(0);
        for (TokenBatch batch : microBatches) {
            if (batch.sequences() != first.sequences() || batch.length() != first.length()) {
                throw new IllegalArgumentException("micro-batches of a step must be of one shape, not "
                        + first.sequences() + " x " + first.length() + " and " + batch.sequences() + " x "
                        + batch.length());
            }
        }
        return new StepTokens(
                microBatches.size(),
                first.sequences(),
                first.length(),
                joined(microBatches, TokenBatch::inputs),
                joined(microBatches, TokenBatch::targets));
    }

    private static int[] joined(List<TokenBatch> batches, Function<TokenBatch, int[]> part) {
        int size = part.apply(batches.get(0)).length;
        int[] all = new int[Math.multiplyExact(batches.size(), size)];
        for (int i = 0; i < batches.size(); i++) {
            System.arraycopy(part.apply(batches.get(i)), 0, all, i * size, size);
        }
        return all;
    }

    /** Targets that count in the loss. */
    long targetCount() {
        return Arrays.stream(targets).filter(id -> id != TokenBatch.IGNORED).count();
    }

    /** One part of several, as equal as can be: some of the sequences of every micro-batch. */
    StepTokens part(int index, int parts) {
        int from = (int) ((long) sequences * index / parts);
        int to = (int) ((long) sequences * (index + 1) / parts);
        return parts == 1
                ? this
                : new StepTokens(microBatches, to - from, length, cut(inputs, from, to), cut(targets, from, to));
    }

    private int[] cut(int[] tokens, int from, int to) {
        int size = (to - from) * length;
        int[] cut = new int[microBatches * size];
        for (int m = 0; m < microBatches; m++) {
            System.arraycopy(tokens, (m * sequences + from) * length, cut, m * size, size);
        }
        return cut;
    }
}
