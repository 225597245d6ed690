package io.malmoi.trainer;

import io.malmoi.models.MatrixKernel;
import io.malmoi.models.Precision;
import io.malmoi.models.TrainingOptions;
import io.malmoi.v1.TrainModelSpec;

/**
 * What a run does, every default filled in. Decided once, by the first attempt of a job, and kept in the object store, so that
 * every later attempt does exactly the same.
 *
 * @param steps optimiser steps, at least 1
 * @param precision numbers that products are made in
 * @param kernel library that multiplies: another would round differently
 * @param warmupSteps steps over which the learning rate rises from 0
 * @param learningRate highest learning rate
 * @param minimumLearningRate learning rate at the last step
 * @param evaluationInterval steps from one validation to the next
 * @param checkpointInterval steps from one checkpoint to the next
 * @param sampleInterval steps from one sample to the next
 * @param evaluationBlocks validation blocks that a validation during the run reads
 * @param finalEvaluationBlocks validation blocks that the validation at the end reads
 */
record TrainingPlan(
        long steps,
        Precision precision,
        MatrixKernel kernel,
        long warmupSteps,
        double learningRate,
        double minimumLearningRate,
        long evaluationInterval,
        long checkpointInterval,
        long sampleInterval,
        int evaluationBlocks,
        int finalEvaluationBlocks) {

    /** Enough blocks for a mean that shows progress, however short the run. */
    private static final long FEWEST_EVALUATION_BLOCKS = 32;
    /** Reading costs about a third of training: with a tenth of the tokens, validation takes some 3 % of the time. */
    private static final long EVALUATION_SHARE = 10;

    private static final long INTERVALS = 10;
    private static final long WARMUP_SHARE = 20;
    private static final long LOSS_WINDOWS = 50;
    private static final long LONGEST_LOSS_WINDOW = 100;

    /** Fills in what depends on the number of steps and on the dataset; all other defaults must be filled in, and options decided. */
    static TrainingPlan of(TrainModelSpec spec, long steps, TrainingOptions options, long validationBlocks) {
        long evaluationInterval = interval(spec.getEvaluationInterval(), steps);
        long blocksPerStep = (long) spec.getBatchSize() * spec.getGradientAccumulationSteps();
        return new TrainingPlan(
                steps,
                options.precision().orElseThrow(),
                options.kernel().orElseThrow(),
                Math.min(steps, spec.hasWarmupSteps() ? spec.getWarmupSteps() : steps / WARMUP_SHARE),
                spec.getLearningRate(),
                spec.hasMinimumLearningRate() ? spec.getMinimumLearningRate() : spec.getLearningRate() / 10,
                evaluationInterval,
                interval(spec.getCheckpointInterval(), steps),
                interval(spec.getSampleInterval(), steps),
                evaluationBlocks(Math.multiplyExact(evaluationInterval, blocksPerStep), validationBlocks),
                evaluationBlocks(Math.multiplyExact(steps, blocksPerStep), validationBlocks));
    }

    /** How many steps the reported train loss is the mean of. */
    int lossWindow() {
        return (int) Math.max(1, Math.min(LONGEST_LOSS_WINDOW, steps / LOSS_WINDOWS));
    }

    /** Whether the model is validated after this step. */
    boolean evaluatesAfter(long step) {
        return step % evaluationInterval == 0 || step == steps;
    }

    /** Whether the model writes samples after this step. */
    boolean samplesAfter(long step) {
        return step % sampleInterval == 0 || step == steps;
    }

    /** Whether a checkpoint is made after this step; after the last one the model itself is published. */
    boolean checkpointsAfter(long step) {
        return step % checkpointInterval == 0 && step < steps;
    }

    private static long interval(long given, long steps) {
        return given > 0 ? given : Math.max(1, steps / INTERVALS);
    }

    private static int evaluationBlocks(long trainedBlocks, long validationBlocks) {
        long wanted = Math.max(FEWEST_EVALUATION_BLOCKS, trainedBlocks / EVALUATION_SHARE);
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.min(validationBlocks, wanted)));
    }
}
