package io.malmoi.models;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.TorchScriptException;
import io.malmoi.torchscript.Value;
import java.util.List;
import java.util.Optional;

/** The time that a layer takes in some arithmetic: forward and backward by many rows if it has gradients, else forward by few. */
final class KernelTrial implements AutoCloseable {
    private static final int WIDTH = 384;
    private static final int SEQUENCES = 4;
    private static final int TRAINED_TOKENS = 256;
    private static final Parameter WEIGHT = Parameter.trained("weight", Initial.normal(1), WIDTH, 4 * WIDTH);
    private static final String LAYER = "layer";
    private static final String PACK = "pack";
    private static final long PATIENCE_NANOS = 20_000_000;
    private static final int LEAST_RUNS = 2;

    private final Arithmetic arithmetic;
    private final Program program;
    private final NDManager manager;
    private final NDList arguments;
    private long nanos = Long.MAX_VALUE;

    private KernelTrial(Arithmetic arithmetic) {
        this.arithmetic = arithmetic;
        this.program = arithmetic.gradients() ? training(arithmetic) : decoding(arithmetic);
        this.manager = program.newManager();
        int tokens = arithmetic.gradients() ? TRAINED_TOKENS : 1;
        this.arguments = new NDList(manager.ones(new Shape(SEQUENCES, tokens, WIDTH)));
        program.initialize(0);
    }

    /** Prepares a trial; empty if this build of libtorch lacks an operator that it needs. */
    static Optional<KernelTrial> begin(Arithmetic arithmetic) {
        KernelTrial trial;
        try {
            trial = new KernelTrial(arithmetic);
        } catch (TorchScriptException e) {
            return Optional.empty();
        }
        try {
            if (!arithmetic.gradients()) {
                trial.arguments.addAll(PackedWeights.make(trial.program, PACK, trial.manager));
            }
            trial.run();
            return Optional.of(trial);
        } catch (TorchScriptException e) {
            trial.close();
            return Optional.empty();
        }
    }

    /** Runs for a short time. */
    void takeTurn() {
        long start = System.nanoTime();
        for (int i = 0; i < LEAST_RUNS || System.nanoTime() - start < PATIENCE_NANOS; i++) {
            long before = System.nanoTime();
            run();
            nanos = Math.min(nanos, System.nanoTime() - before);
        }
    }

    private void run() {
        try (NDManager scope = Torch.newManager()) {
            NDList result = arithmetic.gradients()
                    ? program.train(scope, LAYER, arguments)
                    : program.infer(scope, LAYER, arguments);
            result.close();
        }
    }

    /** The arithmetic that is tried. */
    Arithmetic arithmetic() {
        return arithmetic;
    }

    /** The best time of all turns. */
    long nanos() {
        return nanos;
    }

    private static Program training(Arithmetic arithmetic) {
        return new ProgramWriter()
                .method(LAYER, method -> {
                    Value w = method.parameter(WEIGHT);
                    Value x = arithmetic.cast(method.tensor("x"));
                    Value y = arithmetic.linear(x, arithmetic.cast(w).op("t"), null);
                    method.returns(method.gradients(y.op("sum"), null, method.list(List.of(w))));
                })
                .load();
    }

    private static Program decoding(Arithmetic arithmetic) {
        Optional<Packing> packing = Packing.of(arithmetic);
        return new ProgramWriter()
                .method(PACK, method -> {
                    Value w = weight(method, arithmetic).as(arithmetic.type());
                    method.returns(method.list(packing.map(form -> form.pack(w)).orElse(List.of())));
                })
                .method(LAYER, method -> {
                    Value x = arithmetic.cast(method.tensor("x"));
                    Products products = PackedProducts.of(packing, arithmetic, method);
                    method.returns(products.linear(x, weight(method, arithmetic), null));
                })
                .load();
    }

    private static Weight weight(MethodWriter method, Arithmetic arithmetic) {
        return new Weight(method, arithmetic.stored(WEIGHT).frozen(), true);
    }

    @Override
    public void close() {
        manager.close();
        program.close();
    }
}
