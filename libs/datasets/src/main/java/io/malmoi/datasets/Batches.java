package io.malmoi.datasets;

/**
 * Which sequences of tokens make the batch of a step: a pure function of the step, so that a run can be resumed at any step with
 * nothing stored. Immutable.
 */
public sealed interface Batches permits BatchOrder, SlidingWindows {
    /**
     * Where the sequences of a batch begin.
     *
     * @param step number of the batch, from 0; with gradient accumulation, count micro-batches
     * @return indices of tokens; from each a sequence and the token after it, the last target, can be read
     */
    long[] offsets(long step);
}
