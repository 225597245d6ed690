package io.malmoi.cli;

import com.google.protobuf.util.Durations;
import io.malmoi.cli.client.Names;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.Architecture.Family;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.TrainModelSpec;
import io.malmoi.v1.TrainModelSpec.MatrixKernel;
import io.malmoi.v1.TrainModelSpec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        header = "Train a model on a dataset, from random weights.",
        description = "Shows the losses, samples and time left. Ctrl-C leaves the training running.")
final class TrainCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "What to train on.")
    private String dataset;

    @Option(names = "--id", paramLabel = "ID", description = "Id of the model. Default: a new one.")
    private String id;

    @ArgGroup
    private final Length length = new Length();

    @ArgGroup(validate = false, heading = "%nThe model's shape:%n")
    private final Shape shape = new Shape();

    @ArgGroup(validate = false, heading = "%nThe optimiser (AdamW):%n")
    private final Optimiser optimiser = new Optimiser();

    @ArgGroup(validate = false, heading = "%nThe order of the data; random blocks unless one of these is given:%n")
    private WindowOptions window;

    @ArgGroup(validate = false, heading = "%nWhat is shown and kept:%n")
    private final Reports reports = new Reports();

    @Mixin
    private JobOptions job;

    TrainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainModelSpec.Builder spec = TrainModelSpec.newBuilder()
                .setModel(Names.of("models", id != null ? id : Names.derived(dataset)))
                .setDataset(Names.of("datasets", dataset));
        length.apply(spec);
        shape.apply(spec);
        optimiser.apply(spec);
        reports.apply(spec);
        if (window != null) {
            spec.setSlidingWindow(window.window());
        }
        return new JobRuns(session).start(JobSpec.newBuilder().setTrainModel(spec), job);
    }

    private static final class Length {
        @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps. Default: 1,000.")
        private long steps;

        @Option(
                names = "--minutes",
                paramLabel = "MINUTES",
                description = "Instead of --steps: train for about this long.")
        private double minutes;

        void apply(TrainModelSpec.Builder spec) {
            spec.setSteps(steps);
            if (minutes != 0) {
                spec.setDuration(Durations.fromMillis(Math.round(minutes * 60_000)));
            }
        }
    }

    private static final class Shape {
        @Option(
                names = "--architecture",
                paramLabel = "FAMILY",
                description = "gpt2, llama, qwen2 or qwen3. Default: gpt2.")
        private Family family;

        @Option(names = "--layers", paramLabel = "N", description = "Blocks. Default: 6.")
        private int layers;

        @Option(names = "--heads", paramLabel = "N", description = "Attention heads of a block. Default: 6.")
        private int heads;

        @Option(names = "--width", paramLabel = "N", description = "Width of the hidden state. Default: 384.")
        private int width;

        @Option(
                names = "--block-size",
                paramLabel = "N",
                description = "Longest sequence it can read, in tokens. Default: 256.")
        private int blockSize;

        @Option(names = "--dropout", paramLabel = "SHARE", description = "Activations dropped. Default: 0.")
        private double dropout;

        @Option(
                names = "--key-value-heads",
                paramLabel = "N",
                description = "Not for gpt2: heads of keys and values, which those of queries share. Default: as many.")
        private int keyValueHeads;

        @Option(
                names = "--head-dimension",
                paramLabel = "N",
                description = "Not for gpt2: width of a head. Default: width / heads.")
        private int headDimension;

        @Option(
                names = "--inner-width",
                paramLabel = "N",
                description = "Not for gpt2: width of the feed-forward part. Default: 8/3 of the width.")
        private int innerWidth;

        @Option(
                names = "--rope-theta",
                paramLabel = "THETA",
                description = "Not for gpt2: base of the frequencies of positions. Default: 10,000.")
        private double ropeTheta;

        @Option(names = "--no-tied-head", description = "Give the output head weights of its own.")
        private boolean untied;

        @Option(
                names = "--no-query-key-value-bias",
                description = "For gpt2: leave out the biases of queries, keys and values.")
        private boolean unbiased;

        void apply(TrainModelSpec.Builder spec) {
            Architecture.Builder shape = spec.getArchitectureBuilder()
                    .setLayers(layers)
                    .setHeads(heads)
                    .setWidth(width)
                    .setBlockSize(blockSize)
                    .setDropout(dropout)
                    .setKeyValueHeads(keyValueHeads)
                    .setHeadDimension(headDimension)
                    .setInnerWidth(innerWidth)
                    .setRopeTheta(ropeTheta);
            if (family != null) {
                shape.setFamily(family);
            }
            if (untied) {
                shape.setTiedHead(false);
            }
            if (unbiased) {
                shape.setQueryKeyValueBias(false);
            }
        }
    }

    private static final class Optimiser {
        @Option(names = "--batch-size", paramLabel = "N", description = "Sequences in a micro-batch. Default: 8.")
        private int batchSize;

        @Option(
                names = "--gradient-accumulation-steps",
                paramLabel = "N",
                description = "Micro-batches of a step. Default: 1.")
        private int gradientAccumulationSteps;

        @Option(names = "--learning-rate", paramLabel = "RATE", description = "The highest. Default: 0.001.")
        private double learningRate;

        @Option(names = "--minimum-learning-rate", paramLabel = "RATE", description = "The last. Default: a tenth.")
        private Double minimumLearningRate;

        @Option(
                names = "--warmup-steps",
                paramLabel = "N",
                description = "Steps of linear warm-up. Default: a twentieth of the steps.")
        private Long warmupSteps;

        @Option(names = "--weight-decay", paramLabel = "RATE", description = "Default: 0.1.")
        private Double weightDecay;

        @Option(names = "--beta1", paramLabel = "BETA", description = "Default: 0.9.")
        private Double beta1;

        @Option(names = "--beta2", paramLabel = "BETA", description = "Default: 0.95.")
        private Double beta2;

        @Option(
                names = "--gradient-clip-norm",
                paramLabel = "NORM",
                description = "Gradients' highest norm; 0 means any. Default: 1.")
        private Double gradientClipNorm;

        @Option(
                names = "--precision",
                paramLabel = "PRECISION",
                description = "float32, bfloat16 or, for GPUs, float16. Default: what is multiplied faster.")
        private Precision precision;

        @Option(
                names = "--matrix-kernel",
                paramLabel = "LIBRARY",
                description = "Library that multiplies on processors: blas or, in float32, onednn."
                        + " Default: what is faster, by a measurement.")
        private MatrixKernel matrixKernel;

        @Option(
                names = "--activation-recomputation",
                description = "Make activations again in the backward pass instead of keeping them: less memory,"
                        + " about a third more time.")
        private boolean activationRecomputation;

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Same seed, precision and matrix kernel: same model. Default: 0.")
        private long seed;

        void apply(TrainModelSpec.Builder spec) {
            spec.setBatchSize(batchSize)
                    .setGradientAccumulationSteps(gradientAccumulationSteps)
                    .setLearningRate(learningRate)
                    .setActivationRecomputation(activationRecomputation)
                    .setSeed(seed);
            set(minimumLearningRate, spec::setMinimumLearningRate);
            set(warmupSteps, spec::setWarmupSteps);
            set(weightDecay, spec::setWeightDecay);
            set(beta1, spec::setBeta1);
            set(beta2, spec::setBeta2);
            set(gradientClipNorm, spec::setGradientClipNorm);
            set(precision, spec::setPrecision);
            set(matrixKernel, spec::setMatrixKernel);
        }

        private static <T> void set(T value, Consumer<T> setter) {
            if (value != null) {
                setter.accept(value);
            }
        }
    }

    private static final class Reports {
        @Option(
                names = "--evaluation-interval",
                paramLabel = "STEPS",
                description = "Steps between validations. Default: a tenth of the steps.")
        private long evaluationInterval;

        @Option(
                names = "--checkpoint-interval",
                paramLabel = "STEPS",
                description = "Steps between checkpoints. Default: a tenth of the steps.")
        private long checkpointInterval;

        @Option(
                names = "--sample-interval",
                paramLabel = "STEPS",
                description = "Steps between samples. Default: a tenth of the steps.")
        private long sampleInterval;

        @Option(
                names = "--sample-prompt",
                paramLabel = "TEXT",
                description = "A beginning that samples continue. May be given up to 8 times.")
        private List<String> samplePrompts = new ArrayList<>();

        void apply(TrainModelSpec.Builder spec) {
            spec.setEvaluationInterval(evaluationInterval)
                    .setCheckpointInterval(checkpointInterval)
                    .setSampleInterval(sampleInterval)
                    .addAllSamplePrompts(samplePrompts);
        }
    }
}
