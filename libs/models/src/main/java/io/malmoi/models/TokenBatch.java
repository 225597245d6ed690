package io.malmoi.models;

/**
 * Sequences of one length, and for each position the token that should follow.
 *
 * @param sequences number of sequences, at least 1
 * @param length tokens of a sequence, at least 1 and at most the model's block size
 * @param inputs token ids, row by row: {@code sequences * length} of them
 * @param targets as inputs, what should be predicted at each position; {@link #IGNORED} where nothing is to be learned.
 */
public record TokenBatch(int sequences, int length, int[] inputs, int[] targets) {
    /** A target that does not count in the loss. */
    public static final int IGNORED = -100;

    /** Checks the sizes. */
    public TokenBatch {
        if (sequences < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "a batch needs at least one sequence and one token a sequence, not " + sequences + " of " + length);
        }
        long expected = (long) sequences * length;
        if (inputs.length != expected || targets.length != expected) {
            throw new IllegalArgumentException("a batch of " + sequences + " sequences of " + length + " tokens needs "
                    + expected + " inputs and targets, not " + inputs.length + " and " + targets.length);
        }
    }
}
