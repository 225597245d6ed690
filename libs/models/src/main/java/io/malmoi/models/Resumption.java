package io.malmoi.models;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a run must remember beside its tensors.
 *
 * @param precision numbers that products are made in
 * @param kernel library that multiplies
 * @param steps optimiser steps taken
 * @param scale of the loss, for the next step
 */
record Resumption(Precision precision, MatrixKernel kernel, long steps, LossScale scale) {
    private static final String PRECISION = "precision";
    private static final String KERNEL = "kernel";
    private static final String STEPS = "steps";
    private static final String LOSS_SCALE = "loss_scale";
    private static final String LOSS_SCALE_STEPS = "loss_scale_steps";

    /** As metadata of a safetensors file. */
    Map<String, String> metadata() {
        return Map.of(
                PRECISION, precision.name(),
                KERNEL, kernel.name(),
                STEPS, Long.toString(steps),
                LOSS_SCALE, Double.toString(scale.value()),
                LOSS_SCALE_STEPS, Integer.toString(scale.steadySteps()));
    }

    /**
     * Reads it.
     *
     * @throws ModelFormatException if something is missing, or not a number; names the file
     */
    static Resumption of(Map<String, String> metadata, Path file) {
        try {
            LossScale scale = new LossScale(
                    Double.parseDouble(metadata.getOrDefault(LOSS_SCALE, "1")),
                    Integer.parseInt(metadata.getOrDefault(LOSS_SCALE_STEPS, "0")));
            return new Resumption(
                    Precision.valueOf(metadata.getOrDefault(PRECISION, "")),
                    MatrixKernel.valueOf(metadata.getOrDefault(KERNEL, "")),
                    Long.parseLong(metadata.getOrDefault(STEPS, "")),
                    scale);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file + " does not say precision, kernel, number of steps and scale of the loss: " + metadata, e);
        }
    }
}
