package io.malmoi.models;

import io.malmoi.torchscript.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Chooses kernels, and precision if it is open, by a measurement of a fraction of a second, once a process. */
final class KernelChoice {
    /** Candidates take turns, so that other work on the machine meets them alike. */
    private static final int ROUNDS = 8;
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
     * @throws IllegalArgumentException if the precision is not available here, or not by the kernel
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
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException(
                    "kernel " + question.kernel().orElseThrow() + " trains in FLOAT32 alone, not in "
                            + question.precision().orElseThrow() + ": choose FLOAT32, or BLAS");
        }
        return candidates.size() == 1 ? candidates.get(0) : clearlyFastest(candidates);
    }

    private static Arithmetic clearlyFastest(List<Arithmetic> candidates) {
        List<KernelTrial> trials = new ArrayList<>();
        try {
            candidates.forEach(candidate -> KernelTrial.begin(candidate).ifPresent(trials::add));
            for (int round = 0; round < ROUNDS; round++) {
                trials.forEach(KernelTrial::takeTurn);
            }
            KernelTrial fastest = trials.get(0);
            for (KernelTrial trial : trials) {
                if (trial.nanos() * CLEARLY < fastest.nanos()) {
                    fastest = trial;
                }
            }
            return fastest.arithmetic();
        } finally {
            trials.forEach(KernelTrial::close);
        }
    }
}
