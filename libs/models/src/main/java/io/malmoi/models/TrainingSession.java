package io.malmoi.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.Torch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model in training: weights, gradients and AdamW's state, in native memory until closed.
 *
 * <p>The same configuration, options, batches and learning rates give bit-equal losses on the same machine with the same number of
 * threads, also when training was stopped and resumed in between. Not thread-safe: one call at a time. Its products use
 * {@link Torch#threads} threads.
 */
public final class TrainingSession implements AutoCloseable {
    private static final String OPTIMIZER_FILE = "optimizer.safetensors";
    private final ModelConfig config;
    private final TrainingOptions options;
    private final Arithmetic arithmetic;
    private final Replicas replicas;
    private final Program program;
    private long steps;
    private LossScale scale;

    TrainingSession(ModelConfig config, TrainingOptions options, Arithmetic arithmetic, List<Device> devices) {
        this.config = config;
        this.options = options;
        this.arithmetic = arithmetic;
        this.replicas = new Replicas(config, options, arithmetic, devices);
        this.program = replicas.all().get(0).program();
        this.scale = arithmetic.scalesLoss() ? LossScale.FIRST : LossScale.NONE;
    }

    /**
     * A model with fresh weights, initialised as GPT-2 was (normal, residual projections scaled by 1/sqrt(2 layers)), on all
     * {@link Torch#devices}.
     *
     * @throws IllegalArgumentException if the precision is not {@link Precision#available}
     */
    public static TrainingSession create(ModelConfig config, TrainingOptions options) {
        Arithmetic arithmetic = KernelChoice.forTraining(options.precision(), options.kernel());
        return new TrainingSession(config, options, arithmetic, Torch.devices()).initialized();
    }

    TrainingSession initialized() {
        replicas.all().forEach(replica -> {
            replica.program().initialize(options.seed());
            replica.bind();
        });
        return this;
    }

    /**
     * Goes on from what {@link #save} and {@link #saveOptimizer} wrote into a folder. Precision and kernels are those recorded there,
     * unless the options name others.
     *
     * @throws ModelFormatException if the files are missing, damaged, or do not match
     * @throws IllegalArgumentException if the precision is not {@link Precision#available}
     */
    public static TrainingSession resume(Path folder, TrainingOptions options) {
        Resumption recorded = recorded(folder);
        Precision precision = options.precision().orElse(recorded.precision());
        boolean same = precision == recorded.precision();
        Optional<MatrixKernel> kernel =
                options.kernel().or(() -> same ? Optional.of(recorded.kernel()) : Optional.empty());
        Arithmetic arithmetic = KernelChoice.forTraining(Optional.of(precision), kernel);
        return new TrainingSession(ModelConfig.read(folder), options, arithmetic, Torch.devices()).resumed(folder);
    }

    private static Resumption recorded(Path folder) {
        Path file = folder.resolve(OPTIMIZER_FILE);
        return Resumption.of(Safetensors.map(file).metadata(), file);
    }

    TrainingSession resumed(Path folder) {
        try {
            Map<String, Safetensors.Tensor> tensors =
                    new LinkedHashMap<>(ModelFolder.weights(LanguageModel.of(config), folder));
            tensors.putAll(Safetensors.map(folder.resolve(OPTIMIZER_FILE)).tensors());
            replicas.all().forEach(replica -> {
                Weights.copy(replica.program(), tensors, folder);
                replica.bind();
            });
            Resumption recorded = recorded(folder);
            steps = recorded.steps();
            if (recorded.precision() == arithmetic.precision()) {
                scale = recorded.scale();
            }
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The shape of the model. */
    public ModelConfig config() {
        return config;
    }

    /** Numbers that products are made in. */
    public Precision precision() {
        return arithmetic.precision();
    }

    /** Library that multiplies. */
    public MatrixKernel kernel() {
        return arithmetic.kernel();
    }

    /** Optimiser steps taken so far. */
    public long steps() {
        return steps;
    }

    /** What the loss is multiplied by in the next step; 1 but in float16. */
    double lossScale() {
        return scale.value();
    }

    /**
     * One optimiser step on the mean loss over all targets of the micro-batches, in one native call a device. In float16, where
     * gradients overflow, it is tried again with a smaller scale of the loss.
     *
     * @param microBatches of one shape; their gradients are added up, so that only one of them is in memory at a time. Where there are
     *     several GPUs, each takes its share of the sequences of every micro-batch.
     * @param learningRate of this step: 0 or more
     * @throws NonFiniteLossException if loss or gradient were not finite; the weights are unchanged
     * @throws IllegalArgumentException if a token id is outside the vocabulary (names it), a batch is longer than the block size, or has
     *     fewer sequences than there are GPUs
     */
    public StepResult step(List<TokenBatch> microBatches, double learningRate) {
        Ranges.require(learningRate >= 0 && learningRate < 1e6, "learning_rate", learningRate, "0 or more");
        microBatches.forEach(this::check);
        StepTokens tokens = StepTokens.of(microBatches);
        double count = Math.max(1, tokens.targetCount());
        while (true) {
            var numbers = new Replica.Numbers(count, learningRate, scale.value());
            Replica.Outcome outcome = replicas.step(tokens, numbers, Seeds.mix(options.seed(), steps) >>> 1);
            boolean finite = Double.isFinite(outcome.norm());
            if (!Double.isFinite(outcome.loss()) || !finite && !scale.canShrink()) {
                throw new NonFiniteLossException(steps + 1, outcome.loss(), outcome.norm());
            }
            if (finite) {
                scale = arithmetic.scalesLoss() ? scale.afterStep() : scale;
                return new StepResult(++steps, outcome.loss(), outcome.norm());
            }
            scale = scale.afterOverflow();
        }
    }

    private void check(TokenBatch batch) {
        if (batch.length() > config.blockSize()) {
            throw new IllegalArgumentException("sequences of " + batch.length()
                    + " tokens are over the model's block size of " + config.blockSize());
        }
        TokenIds.require(batch.inputs(), config.vocabularySize(), batch.length());
        TokenIds.requireTargets(batch.targets(), config.vocabularySize(), batch.length());
    }

    /** Mean cross-entropy in nats over the targets of all batches; no gradient, no dropout. NaN if all targets are ignored. */
    public double evaluate(List<TokenBatch> batches) {
        double loss = 0;
        double count = 0;
        for (TokenBatch batch : batches) {
            check(batch);
            Shape shape = new Shape(batch.sequences(), batch.length());
            try (NDManager scope = program.newManager()) {
                NDArray inputs = scope.create(batch.inputs(), shape);
                NDArray targets = scope.create(batch.targets(), shape);
                NDList results = program.infer(scope, TrainingProgram.EVALUATE, new NDList(inputs, targets));
                loss += results.get(0).getFloat();
                count += results.get(1).getFloat();
            }
        }
        return loss / count;
    }

    /** Writes {@code config.json}, {@code generation_config.json} and {@code model.safetensors}, as Hugging Face transformers reads them. */
    public void save(Path folder) {
        config.write(folder);
        Map<String, String> metadata = Map.of("format", "pt");
        Weights.save(program, name -> !isState(name), metadata, folder.resolve(ModelFolder.WEIGHTS));
    }

    /** Writes {@code optimizer.safetensors}: AdamW's state, the number of steps, precision, kernels and scale of the loss, for {@link #resume}. */
    public void saveOptimizer(Path folder) {
        Resumption facts = new Resumption(arithmetic.precision(), arithmetic.kernel(), steps, scale);
        Weights.save(program, TrainingSession::isState, facts.metadata(), folder.resolve(OPTIMIZER_FILE));
    }

    private static boolean isState(String name) {
        return name.startsWith(AdamW.STATE);
    }

    /** A decoder in float32 that shares these weights, for samples. Use it between steps, and close it before the session. */
    public Decoder decoder(int slots) {
        return new Decoder(config, program, false, new DecoderOptions(slots, Precision.FLOAT32));
    }

    /** Frees the memory. */
    @Override
    public void close() {
        replicas.close();
    }
}
