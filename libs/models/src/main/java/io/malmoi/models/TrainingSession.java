package io.malmoi.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.Torch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A model in training: weights, gradients and AdamW's state, in native memory until closed.
 *
 * <p>The same configuration, options, batches and learning rates give bit-equal losses on the same machine with the same number of
 * threads, also when training was stopped and resumed in between. Not thread-safe: one call at a time. Its products use
 * {@link Torch#threads} threads.
 */
public final class TrainingSession implements AutoCloseable {
    private static final String OPTIMIZER_FILE = "optimizer.safetensors";
    private static final String PRECISION = "precision";
    private static final String KERNEL = "kernel";
    private static final String STEPS = "steps";

    private final ModelConfig config;
    private final TrainingOptions options;
    private final Arithmetic arithmetic;
    private final AdamW optimizer;
    private final Program program;
    private final NDManager manager = Torch.newManager();
    private NDList state = new NDList();
    private long steps;

    private TrainingSession(ModelConfig config, TrainingOptions options, Arithmetic arithmetic) {
        this.config = config;
        this.options = options;
        this.arithmetic = arithmetic;
        LanguageModel model = LanguageModel.of(config);
        ProgramWriter writer = new ProgramWriter();
        this.optimizer = new TrainingProgram(model, options, arithmetic).write(writer);
        new DecodingProgram(model, new Arithmetic(Precision.FLOAT32, arithmetic.kernel(), false)).write(writer);
        this.program = writer.load();
    }

    /** A model with fresh weights, initialised as GPT-2 was (normal, residual projections scaled by 1/sqrt(2 layers)). */
    public static TrainingSession create(ModelConfig config, TrainingOptions options) {
        TrainingSession session =
                new TrainingSession(config, options, KernelChoice.forTraining(options.precision(), options.kernel()));
        session.program.initialize(options.seed());
        session.bind();
        return session;
    }

    /**
     * Goes on from what {@link #save} and {@link #saveOptimizer} wrote into a folder. Precision and kernels are those recorded there,
     * unless the options name others.
     *
     * @throws ModelFormatException if the files are missing, damaged, or do not match
     */
    public static TrainingSession resume(Path folder, TrainingOptions options) {
        ModelConfig config = ModelConfig.read(folder);
        Path file = folder.resolve(OPTIMIZER_FILE);
        Safetensors state = Safetensors.map(file);
        Map<String, Safetensors.Tensor> tensors =
                new LinkedHashMap<>(ModelFolder.weights(LanguageModel.of(config), folder));
        tensors.putAll(state.tensors());
        TrainingSession session = new TrainingSession(config, options, arithmetic(state, options, file));
        try {
            Weights.copy(session.program, tensors, folder);
            session.bind();
            session.steps = number(state, file);
            return session;
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /** To be called when the parameters have memory. */
    private void bind() {
        state = optimizer.bind(program.tensors(manager));
    }

    /** As the options say, and where they leave it open, as it was recorded. */
    private static Arithmetic arithmetic(Safetensors state, TrainingOptions options, Path file) {
        try {
            Precision recorded = Precision.valueOf(state.metadata().getOrDefault(PRECISION, ""));
            MatrixKernel kernel = MatrixKernel.valueOf(state.metadata().getOrDefault(KERNEL, ""));
            Precision precision = options.precision().orElse(recorded);
            Optional<MatrixKernel> same = precision == recorded ? Optional.of(kernel) : Optional.empty();
            return KernelChoice.forTraining(
                    Optional.of(precision), options.kernel().or(() -> same));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file + " does not say precision and kernel: " + state.metadata(), e);
        }
    }

    private static long number(Safetensors state, Path file) {
        try {
            return Long.parseLong(state.metadata().getOrDefault(STEPS, ""));
        } catch (NumberFormatException e) {
            throw new ModelFormatException(file + " does not say the number of steps: " + state.metadata(), e);
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

    /**
     * One optimiser step on the mean loss over all targets of the micro-batches, in one native call.
     *
     * @param microBatches of one shape; their gradients are added up, so that only one of them is in memory at a time
     * @param learningRate of this step: 0 or more
     * @throws NonFiniteLossException if loss or gradient were not finite; the weights are unchanged
     * @throws IllegalArgumentException if a token id is outside the vocabulary (names it), or a batch is longer than the block size
     */
    public StepResult step(List<TokenBatch> microBatches, double learningRate) {
        Ranges.require(learningRate >= 0 && learningRate < 1e6, "learning_rate", learningRate, "0 or more");
        Ranges.require(!microBatches.isEmpty(), "micro-batches", "none", "1 or more");
        TokenBatch first = microBatches.get(0);
        for (TokenBatch batch : microBatches) {
            check(batch);
            if (batch.sequences() != first.sequences() || batch.length() != first.length()) {
                throw new IllegalArgumentException("micro-batches of a step must be of one shape, not "
                        + first.sequences() + " x " + first.length() + " and " + batch.sequences() + " x "
                        + batch.length());
            }
        }
        Shape shape = new Shape(microBatches.size(), first.sequences(), first.length());
        try (NDManager scope = Torch.newManager()) {
            NDList arguments = new NDList(
                    scope.create(join(microBatches, true), shape),
                    scope.create(join(microBatches, false), shape),
                    scope.create((float) learningRate),
                    scope.create(Seeds.mix(options.seed(), steps) >>> 1));
            arguments.addAll(state);
            NDList results = program.train(scope, TrainingProgram.STEP, arguments);
            double loss = results.get(0).getFloat();
            double norm = results.get(1).getFloat();
            if (!Double.isFinite(loss + norm)) {
                throw new NonFiniteLossException(steps + 1, loss, norm);
            }
            return new StepResult(++steps, loss, norm);
        }
    }

    private static int[] join(List<TokenBatch> batches, boolean inputs) {
        ToIntFunction<TokenBatch> size = batch -> batch.inputs().length;
        int[] all = new int
                [Math.toIntExact(batches.stream().mapToLong(size::applyAsInt).sum())];
        int at = 0;
        for (TokenBatch batch : batches) {
            int[] tokens = inputs ? batch.inputs() : batch.targets();
            System.arraycopy(tokens, 0, all, at, tokens.length);
            at += tokens.length;
        }
        return all;
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
            try (NDManager scope = Torch.newManager()) {
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

    /** Writes {@code optimizer.safetensors}: AdamW's state, the number of steps, precision and kernels, for {@link #resume}. */
    public void saveOptimizer(Path folder) {
        Map<String, String> metadata = Map.of(
                PRECISION, arithmetic.precision().name(),
                KERNEL, arithmetic.kernel().name(),
                STEPS, Long.toString(steps));
        Weights.save(program, TrainingSession::isState, metadata, folder.resolve(OPTIMIZER_FILE));
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
        manager.close();
        program.close();
    }
}
