package io.malmoi.models;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.TorchScriptException;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Chooses kernels, and precision if it is open, by a measurement of a fraction of a second, once a process. */
final class KernelChoice {
    private static final int WIDTH = 384;
    private static final int SEQUENCES = 4;
    private static final Parameter WEIGHT = Parameter.trained("weight", Initial.normal(1), WIDTH, 4 * WIDTH);
    private static final String LAYER = "layer";
    private static final String PACK = "pack";
    /** Candidates take turns, so that other work on the machine meets them alike. */
    private static final int ROUNDS = 8;

    private static final long PATIENCE_NANOS = 20_000_000;
    private static final int LEAST_RUNS = 2;
    /**
     * A candidate must be faster than those before it by this factor. Between equals noise would choose, each process another,
     * and a run would not be repeatable to the last bit.
     */
    private static final double CLEARLY = 1.3;

    private static final Map<Question, Arithmetic> ANSWERS = new ConcurrentHashMap<>();

    private record Question(Optional<Precision> precision, Optional<MatrixKernel> kernel, boolean gradients) {}

    private KernelChoice() {}

    /**
     * The fastest way to multiply many rows, forward and backward, as training does; what is given is not measured. A kernel that is not
     * here, because training began on another kind of machine, counts as not given.
     *
     * @throws IllegalArgumentException if the precision is not available here
     */
    static Arithmetic forTraining(Optional<Precision> precision, Optional<MatrixKernel> kernel) {
        precision.ifPresent(Precision::requireAvailable);
        Optional<MatrixKernel> here = kernel.filter(MatrixKernel.available()::contains);
        return ANSWERS.computeIfAbsent(new Question(precision, here, true), KernelChoice::measure);
    }

    /** The fastest way to multiply few rows, as decoding does. */
    static Arithmetic forDecoding(Precision precision) {
        precision.requireAvailable();
        if (precision == Precision.INT8) {
            return new Arithmetic(precision, MatrixKernel.ONEDNN, false);
        }
        return ANSWERS.computeIfAbsent(
                new Question(Optional.of(precision), Optional.empty(), false), KernelChoice::measure);
    }

    private static Arithmetic measure(Question question) {
        if (Torch.device().isGpu()) {
            return new Arithmetic(
                    question.precision().orElse(Precision.BFLOAT16), MatrixKernel.CUDA, question.gradients());
        }
        List<Arithmetic> candidates = new ArrayList<>();
        for (Precision precision :
                question.precision().map(List::of).orElse(List.of(Precision.FLOAT32, Precision.BFLOAT16))) {
            for (MatrixKernel kernel : question.kernel().map(List::of).orElse(MatrixKernel.available())) {
                boolean differentiable = precision == Precision.FLOAT32 || kernel == MatrixKernel.BLAS;
                if (differentiable || !question.gradients()) {
                    candidates.add(new Arithmetic(precision, kernel, question.gradients()));
                }
            }
        }
        return candidates.size() == 1 ? candidates.get(0) : clearlyFastest(candidates);
    }

    private static Arithmetic clearlyFastest(List<Arithmetic> candidates) {
        Map<Arithmetic, Double> times = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            candidates.forEach(candidate -> times.merge(candidate, (double) nanos(candidate), Math::min));
        }
        Arithmetic fastest = candidates.get(0);
        double best = times.get(fastest);
        for (Arithmetic candidate : candidates.subList(1, candidates.size())) {
            double time = times.get(candidate);
            if (time * CLEARLY < best) {
                fastest = candidate;
                best = time;
            }
        }
        return fastest;
    }

    /** The best time of a layer; the longest there is if this build of libtorch lacks the operator. */
    private static long nanos(Arithmetic arithmetic) {
        int rows = arithmetic.gradients() ? 256 : 1;
        try (Program program = arithmetic.gradients() ? training(arithmetic) : decoding(arithmetic);
                NDManager scope = Torch.newManager()) {
            program.initialize(0);
            NDList arguments = new NDList(scope.ones(new Shape(SEQUENCES, rows, WIDTH)));
            arguments.addAll(PackedWeights.make(program, PACK, scope));
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            for (int i = 0; i < LEAST_RUNS || System.nanoTime() - start < PATIENCE_NANOS; i++) {
                long before = System.nanoTime();
                run(program, arithmetic.gradients(), arguments);
                best = Math.min(best, System.nanoTime() - before);
            }
            return best;
        } catch (TorchScriptException e) {
            return Long.MAX_VALUE;
        }
    }

    private static void run(Program program, boolean gradients, NDList arguments) {
        try (NDManager scope = Torch.newManager()) {
            NDList result = gradients ? program.train(scope, LAYER, arguments) : program.infer(scope, LAYER, arguments);
            result.close();
        }
    }

    private static Program training(Arithmetic arithmetic) {
        return new ProgramWriter()
                .method(PACK, method -> method.returns(method.list(List.of())))
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
        Parameter stored = arithmetic.stored(WEIGHT).frozen();
        return new ProgramWriter()
                .method(PACK, method -> {
                    Value w = new Weight(method, stored, true).as(stored.type());
                    method.returns(method.list(packing.map(form -> form.pack(w)).orElse(List.of())));
                })
                .method(LAYER, method -> {
                    Value x = arithmetic.cast(method.tensor("x"));
                    Products products = packing.<Products>map(form -> new PackedProducts(form, method))
                            .orElse(arithmetic);
                    method.returns(products.linear(x, new Weight(method, stored, true), null));
                })
                .load();
    }
}
