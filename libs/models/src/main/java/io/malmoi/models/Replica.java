package io.malmoi.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import java.util.Optional;

/** A model in training on one device: weights, and AdamW's state. One call at a time. */
final class Replica implements AutoCloseable {
    private final AdamW optimizer;
    private final Program program;
    private final NDManager manager;
    private NDList state = new NDList();

    /** Without memory for its parameters yet. */
    Replica(ModelConfig config, TrainingOptions options, Arithmetic arithmetic, Device device) {
        LanguageModel model = LanguageModel.of(config);
        ProgramWriter writer = new ProgramWriter();
        this.optimizer = new TrainingProgram(model, options, arithmetic).write(writer);
        Arithmetic decoding = new Arithmetic(Precision.FLOAT32, arithmetic.kernel(), false);
        new DecodingProgram(model, decoding, Optional.empty()).write(writer);
        this.program = writer.load(device);
        this.manager = program.newManager();
    }

    Program program() {
        return program;
    }

    /** To be called when the parameters have memory. */
    void bind() {
        state = optimizer.bind(program.tensors(manager));
    }

    /**
     * What is the same for all replicas in a step.
     *
     * @param count of all targets, at least 1
     * @param rate of learning
     * @param scale of the loss
     */
    record Numbers(double count, double rate, double scale) {}

    /**
     * What a step came to.
     *
     * @param loss mean over all targets
     * @param norm of the gradients; if it or the loss is not finite, the weights are as they were
     */
    record Outcome(double loss, double norm) {}

    /** A whole step, in one native call. */
    Outcome step(StepTokens tokens, Numbers numbers, long seed) {
        try (NDManager scope = program.newManager()) {
            NDList arguments = tokens(scope, tokens, numbers, seed);
            arguments.add(scope.create((float) numbers.rate()));
            arguments.add(scope.create((float) numbers.scale()));
            arguments.addAll(state);
            NDList results = program.train(scope, TrainingProgram.STEP, arguments);
            return new Outcome(
                    results.get(0).getFloat() / numbers.scale(), results.get(1).getFloat());
        }
    }

    /** The first half of a step: this replica's part of the loss, and of the gradients, owned by the manager. */
    NDList accumulate(NDManager scope, StepTokens tokens, Numbers numbers, long seed) {
        return program.train(scope, TrainingProgram.ACCUMULATE, tokens(scope, tokens, numbers, seed));
    }

    private static NDList tokens(NDManager scope, StepTokens tokens, Numbers numbers, long seed) {
        Shape shape = new Shape(tokens.microBatches(), tokens.sequences(), tokens.length());
        return new NDList(
                scope.create(tokens.inputs(), shape),
                scope.create(tokens.targets(), shape),
                scope.create((float) (numbers.count() / numbers.scale())),
                scope.create(seed));
    }

    /** Adds tensors that may be on another device to tensors on this one. */
    void add(NDManager scope, NDList sums, NDList others) {
        NDList arguments = named(sums, "sums");
        arguments.addAll(named(others, "others"));
        program.infer(scope, TrainingProgram.ADD, arguments);
    }

    /** Copies of tensors, perhaps of another device, on this one. */
    NDList copies(NDManager scope, NDList others) {
        return program.infer(scope, TrainingProgram.COPY, named(others, "others"));
    }

    /** The second half of a step, given the whole loss and all gradients, which are changed; gives their norm. */
    double update(NDManager scope, NDList lossAndGradients, Numbers numbers) {
        NDArray loss = lossAndGradients.get(0);
        loss.setName(null); // no longer one of a list
        NDList arguments = new NDList(loss);
        arguments.addAll(named(lossAndGradients.subNDList(1), "gradients"));
        arguments.add(scope.create((float) numbers.rate()));
        arguments.add(scope.create((float) numbers.scale()));
        arguments.addAll(state);
        return program.train(scope, TrainingProgram.UPDATE, arguments).get(0).getFloat();
    }

    private static NDList named(NDList tensors, String name) {
        NDList list = new NDList();
        for (NDArray tensor : tensors) {
            tensor.setName(name + "[]");
            list.add(tensor);
        }
        return list;
    }

    @Override
    public void close() {
        manager.close();
        program.close();
    }
}
