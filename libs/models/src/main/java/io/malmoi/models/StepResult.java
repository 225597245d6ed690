package io.malmoi.models;

/**
 * What a training step did.
 *
 * @param step number of optimiser steps taken so far, this one included
 * @param loss mean cross-entropy in nats a token, before the step
 * @param gradientNorm global L2 norm of the gradients, before clipping
 */
public record StepResult(long step, double loss, double gradientNorm) {}
