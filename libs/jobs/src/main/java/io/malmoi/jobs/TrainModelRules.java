package io.malmoi.jobs;

import com.google.protobuf.util.Durations;
import io.malmoi.v1.SlidingWindow;
import io.malmoi.v1.TrainModelSpec;
import io.malmoi.v1.TrainModelSpec.MatrixKernel;
import java.util.Locale;

/** The rules and defaults of a {@link TrainModelSpec}. */
final class TrainModelRules {
    private static final long MOST_STEPS = 100_000_000;
    private static final int MOST_SEQUENCES = 65_536;
    private static final int LONGEST_DAYS = 365;
    private static final int LONGEST_STRIDE = 1_000_000;
    private static final int MOST_PROMPTS = 8;
    private static final int LONGEST_PROMPT = 4_096;

    private TrainModelRules() {}

    /** Checks a spec whose defaults are filled in. */
    static void check(TrainModelSpec spec, FieldRules rules) {
        rules.name("model", spec.getModel(), "models");
        rules.name("dataset", spec.getDataset(), "datasets");
        ArchitectureRules.check(spec.getArchitecture(), rules);
        checkLength(spec, rules);
        rules.range("batch_size", spec.getBatchSize(), 1, MOST_SEQUENCES);
        rules.range("gradient_accumulation_steps", spec.getGradientAccumulationSteps(), 1, MOST_SEQUENCES);
        checkLearningRate(spec, rules);
        checkOptimiser(spec, rules);
        rules.require(
                spec.getPrecision() != TrainModelSpec.Precision.UNRECOGNIZED,
                "precision",
                "is " + spec.getPrecisionValue() + "; it must be FLOAT32, BFLOAT16, FLOAT16 or unspecified");
        checkKernel(spec, rules);
        rules.range("evaluation_interval", spec.getEvaluationInterval(), 0, MOST_STEPS);
        rules.range("checkpoint_interval", spec.getCheckpointInterval(), 0, MOST_STEPS);
        rules.range("sample_interval", spec.getSampleInterval(), 0, MOST_STEPS);
        checkPrompts(spec, rules);
        if (spec.hasSlidingWindow()) {
            checkWindow(spec, rules);
        }
    }

    private static void checkKernel(TrainModelSpec spec, FieldRules rules) {
        MatrixKernel kernel = spec.getMatrixKernel();
        rules.require(
                kernel != MatrixKernel.UNRECOGNIZED,
                "matrix_kernel",
                "is " + spec.getMatrixKernelValue() + "; it must be BLAS, ONEDNN or unspecified");
        rules.require(
                kernel != MatrixKernel.ONEDNN || spec.getPrecision() == TrainModelSpec.Precision.FLOAT32,
                "matrix_kernel",
                "is ONEDNN, which is for precision FLOAT32 alone; set precision to FLOAT32, or matrix_kernel to BLAS");
    }

    private static void checkWindow(TrainModelSpec spec, FieldRules rules) {
        rules.range("sliding_window.stride", spec.getSlidingWindow().getStride(), 1, LONGEST_STRIDE);
        rules.require(
                spec.getSlidingWindow().getDropLast() || spec.getGradientAccumulationSteps() == 1,
                "sliding_window.drop_last",
                "is false, but the micro-batches of a step must be of one size: set gradient_accumulation_steps to 1, or drop the"
                        + " last");
    }

    private static void checkLength(TrainModelSpec spec, FieldRules rules) {
        if (!spec.hasDuration()) {
            rules.range("steps", spec.getSteps(), 1, MOST_STEPS);
            rules.range("warmup_steps", spec.getWarmupSteps(), 0, Math.max(0, spec.getSteps()));
            return;
        }
        rules.require(
                spec.getSteps() == 0,
                "duration",
                "is set, and so is steps (" + spec.getSteps() + "); leave one of them out");
        boolean positive = Durations.isValid(spec.getDuration()) && Durations.isPositive(spec.getDuration());
        rules.require(
                positive && Durations.toSecondsAsDouble(spec.getDuration()) <= LONGEST_DAYS * 86_400.0,
                "duration",
                String.format(
                        Locale.ROOT,
                        "is %s s; it must be above 0 and at most %d days",
                        FieldRules.shown(seconds(spec)),
                        LONGEST_DAYS));
        rules.range("warmup_steps", spec.getWarmupSteps(), 0, MOST_STEPS);
    }

    /** Also of durations that are not valid. */
    private static double seconds(TrainModelSpec spec) {
        return spec.getDuration().getSeconds() + spec.getDuration().getNanos() / 1e9;
    }

    private static void checkLearningRate(TrainModelSpec spec, FieldRules rules) {
        double highest = spec.getLearningRate();
        rules.real("learning_rate", highest, rate -> rate > 0 && rate <= 1, "above 0 and at most 1");
        rules.real(
                "minimum_learning_rate",
                spec.getMinimumLearningRate(),
                rate -> rate >= 0 && (rate <= highest || !(highest > 0)),
                "from 0 to learning_rate (" + FieldRules.shown(highest) + ")");
    }

    private static void checkOptimiser(TrainModelSpec spec, FieldRules rules) {
        rules.real("weight_decay", spec.getWeightDecay(), decay -> decay >= 0 && decay <= 1, "from 0 to 1");
        rules.real("beta1", spec.getBeta1(), beta -> beta >= 0 && beta < 1, "from 0 up to, not including, 1");
        rules.real("beta2", spec.getBeta2(), beta -> beta >= 0 && beta < 1, "from 0 up to, not including, 1");
        rules.real(
                "gradient_clip_norm",
                spec.getGradientClipNorm(),
                norm -> norm >= 0 && norm < Double.POSITIVE_INFINITY,
                "0 or above, and finite");
    }

    private static void checkPrompts(TrainModelSpec spec, FieldRules rules) {
        int prompts = spec.getSamplePromptsCount();
        rules.require(
                prompts <= MOST_PROMPTS, "sample_prompts", "has " + prompts + " prompts; at most " + MOST_PROMPTS);
        for (int i = 0; i < Math.min(prompts, MOST_PROMPTS); i++) {
            String prompt = spec.getSamplePrompts(i);
            int characters = prompt.codePointCount(0, prompt.length());
            rules.require(
                    characters >= 1 && characters <= LONGEST_PROMPT,
                    "sample_prompts[" + i + "]",
                    String.format(
                            Locale.ROOT, "has %,d characters; it must have 1 to %,d", characters, LONGEST_PROMPT));
        }
    }

    static TrainModelSpec withDefaults(TrainModelSpec spec) {
        TrainModelSpec.Builder complete = spec.toBuilder();
        complete.setArchitecture(ArchitectureRules.withDefaults(spec.getArchitecture()));
        if (spec.getBatchSize() == 0) {
            complete.setBatchSize(8);
        }
        if (spec.getGradientAccumulationSteps() == 0) {
            complete.setGradientAccumulationSteps(1);
        }
        if (spec.getLearningRate() == 0) {
            complete.setLearningRate(1e-3);
        }
        if (!spec.hasMinimumLearningRate()) {
            complete.setMinimumLearningRate(complete.getLearningRate() / 10);
        }
        addOptimiser(complete);
        if (spec.hasSlidingWindow()) {
            complete.setSlidingWindow(withDefaults(
                    spec.getSlidingWindow(), complete.getArchitecture().getBlockSize()));
        }
        if (!spec.hasDuration()) {
            addSteps(complete);
        }
        return complete.build();
    }

    private static SlidingWindow withDefaults(SlidingWindow given, int blockSize) {
        SlidingWindow.Builder window =
                SlidingWindow.newBuilder().setShuffle(true).setDropLast(true).mergeFrom(given);
        return given.getStride() == 0 ? window.setStride(blockSize).build() : window.build();
    }

    private static void addOptimiser(TrainModelSpec.Builder spec) {
        if (!spec.hasWeightDecay()) {
            spec.setWeightDecay(0.1);
        }
        if (!spec.hasBeta1()) {
            spec.setBeta1(0.9);
        }
        if (!spec.hasBeta2()) {
            spec.setBeta2(0.95);
        }
        if (!spec.hasGradientClipNorm()) {
            spec.setGradientClipNorm(1);
        }
    }

    private static void addSteps(TrainModelSpec.Builder spec) {
        if (spec.getSteps() == 0) {
            spec.setSteps(1_000);
        }
        if (!spec.hasWarmupSteps()) {
            spec.setWarmupSteps(Math.max(0, spec.getSteps() / 20));
        }
        long tenth = Math.max(1, spec.getSteps() / 10);
        if (spec.getEvaluationInterval() == 0) {
            spec.setEvaluationInterval(tenth);
        }
        if (spec.getCheckpointInterval() == 0) {
            spec.setCheckpointInterval(tenth);
        }
        if (spec.getSampleInterval() == 0) {
            spec.setSampleInterval(tenth);
        }
    }
}
