package io.malmoi.models;

import io.malmoi.torchscript.Torch;
import java.util.Optional;

/**
 * How a model is trained: AdamW (decoupled weight decay, arXiv:1711.05101) with the gradients clipped by their global norm.
 *
 * @param precision numbers that products are made in; empty: measured once, the faster (and kept when training is resumed)
 * @param kernel library that multiplies; empty: measured once, the faster (and kept when training is resumed)
 * @param beta1 decay of the mean of gradients: 0 up to, not including, 1
 * @param beta2 decay of the mean of squared gradients: 0 up to, not including, 1
 * @param epsilon keeps AdamW's denominator from zero: above 0
 * @param weightDecay decay of matrices (never of embeddings, norms, biases) times the learning rate: 0 to 1
 * @param clipNorm gradients are scaled down to at most this global norm: above 0, or 0 for never
 * @param seed of the initial weights and of dropout
 * @param recomputation whether activations are made again in the backward pass, block by block, instead of kept: the same losses in
 *     less memory and more time
 */
public record TrainingOptions(
        Optional<Precision> precision,
        Optional<MatrixKernel> kernel,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clipNorm,
        long seed,
        boolean recomputation) {
    /** Checks the ranges. */
    public TrainingOptions {
        precision.ifPresent(p -> Ranges.require(p.trains(), "precision", p, "FLOAT32, BFLOAT16 or FLOAT16"));
        Ranges.require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "0 up to, not including, 1");
        Ranges.require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "0 up to, not including, 1");
        Ranges.require(epsilon > 0 && epsilon < 1, "epsilon", epsilon, "above 0 and below 1");
        Ranges.require(weightDecay >= 0 && weightDecay <= 1, "weight_decay", weightDecay, "0 to 1");
        Ranges.require(clipNorm >= 0 && clipNorm < Double.POSITIVE_INFINITY, "clip_norm", clipNorm, "0 or more");
    }

    /** Measured precision and kernel, betas 0.9 and 0.95, epsilon 1e-8, weight decay 0.1, gradients clipped to 1, seed 0, activations kept. */
    public static TrainingOptions defaults() {
        return new TrainingOptions(Optional.empty(), Optional.empty(), 0.9, 0.95, 1e-8, 0.1, 1, 0, false);
    }

    /** The same with a given precision. */
    public TrainingOptions withPrecision(Precision value) {
        return new TrainingOptions(
                Optional.of(value), kernel, beta1, beta2, epsilon, weightDecay, clipNorm, seed, recomputation);
    }

    /** The same with a given seed. */
    public TrainingOptions withSeed(long value) {
        return new TrainingOptions(
                precision, kernel, beta1, beta2, epsilon, weightDecay, clipNorm, value, recomputation);
    }

    /** The same with activations kept, or made again. */
    public TrainingOptions withRecomputation(boolean value) {
        return new TrainingOptions(precision, kernel, beta1, beta2, epsilon, weightDecay, clipNorm, seed, value);
    }

    /** The same with a given kernel. */
    public TrainingOptions withKernel(MatrixKernel value) {
        return new TrainingOptions(
                precision, Optional.of(value), beta1, beta2, epsilon, weightDecay, clipNorm, seed, recomputation);
    }

    /**
     * Refuses what the devices of this machine cannot do.
     *
     * @param sequences of a micro-batch, which the GPUs share
     * @throws IllegalArgumentException if the precision is not {@link Precision#available}, or there are fewer sequences than GPUs
     */
    public void requireDevices(int sequences) {
        precision.ifPresent(Precision::requireAvailable);
        Replicas.requireShareable(sequences, Torch.devices().size());
    }

    /**
     * The same with precision and kernel chosen by a measurement where they are open, in a fraction of a second. Processes that are
     * to give bit-equal results must be given the same choice.
     */
    public TrainingOptions decided() {
        Arithmetic arithmetic = KernelChoice.forTraining(precision, kernel);
        return withPrecision(arithmetic.precision()).withKernel(arithmetic.kernel());
    }
}
