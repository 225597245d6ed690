package io.malmoi.models;

import java.nio.file.Path;
import java.util.List;

/**
 * A model in training: weights, gradients and AdamW's state, in native memory until closed.
 *
 * <p>The same configuration, options, batches and learning rates give bit-equal losses on the same machine with the same number of
 * threads, also when training was stopped and resumed in between. Not thread-safe: one call at a time.
 */
public final class TrainingSession implements AutoCloseable {
    private TrainingSession() {}

    /** A model with fresh weights, initialised as GPT-2 was (normal, residual projections scaled by 1/sqrt(2 layers)). */
    public static TrainingSession create(Gpt2Config config, TrainingOptions options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Goes on from what {@link #save} and {@link #saveOptimizer} wrote into a folder. The precision is the one recorded there unless
     * the options name another.
     *
     * @throws ModelFormatException if the files are missing, damaged, or do not match
     */
    public static TrainingSession resume(Path folder, TrainingOptions options) {
        throw new UnsupportedOperationException();
    }

    /** The shape of the model. */
    public Gpt2Config config() {
        throw new UnsupportedOperationException();
    }

    /** Numbers that products are made in. */
    public Precision precision() {
        throw new UnsupportedOperationException();
    }

    /** Optimiser steps taken so far. */
    public long steps() {
        throw new UnsupportedOperationException();
    }

    /**
     * One optimiser step on the mean loss over all targets of the micro-batches, in one native call.
     *
     * @param microBatches of one shape; their gradients are added up, so that only one of them is in memory at a time
     * @param learningRate of this step: 0 or more
     * @throws NonFiniteLossException if loss or gradient were not finite; the weights are unchanged
     * @throws IllegalArgumentException if a token id is outside the vocabulary (names it), or a batch is longer than the block size
     */
    public StepResult step(List<TokenBatch> microBatches, double learningRate) {
        throw new UnsupportedOperationException();
    }

    /** Mean cross-entropy in nats over the targets of all batches; no gradient, no dropout. */
    public double evaluate(List<TokenBatch> batches) {
        throw new UnsupportedOperationException();
    }

    /** Writes {@code config.json}, {@code generation_config.json} and {@code model.safetensors}, as Hugging Face transformers reads them. */
    public void save(Path folder) {
        throw new UnsupportedOperationException();
    }

    /** Writes {@code optimizer.safetensors}: AdamW's state, the number of steps, precision and kernels, for {@link #resume}. */
    public void saveOptimizer(Path folder) {
        throw new UnsupportedOperationException();
    }

    /** A decoder that shares these weights, for samples. Use it between steps, and close it before the session. */
    public Decoder decoder(int slots) {
        throw new UnsupportedOperationException();
    }

    /** Frees the memory. */
    @Override
    public void close() {}
}
