package io.malmoi.bench.models;

import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Contest;
import io.malmoi.bench.Options;
import io.malmoi.bench.Peer;
import io.malmoi.bench.Result;
import io.malmoi.models.Precision;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import io.malmoi.torchscript.Torch;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Speed of training steps of GPT-2 124M in bfloat16 on the GPUs of this machine, beside what llm.c is published to reach on one H100. */
public final class GpuTraining implements Benchmark {
    private static final int BATCH_SIZE = 32;
    private static final double MARK = 463_000;
    /** What an H100 SXM or H200 is sold for, in bfloat16 without sparsity. */
    private static final double PEAK_FLOPS = 989e12;

    @Override
    public String name() {
        return "train-gpt2-124m-bf16";
    }

    @Override
    public String description() {
        return "training steps of " + Shape.GPT2.label() + " in bfloat16 on GPUs; peer: llm.c on an H100, as published";
    }

    @Override
    public Result run(Options options) throws IOException {
        int devices = Torch.devices().size();
        if (!Torch.device().isGpu()) {
            throw new BenchmarkException(
                    "there is no GPU here, or this build of libtorch cannot use it: name one that can in PYTORCH_LIBRARY_PATH");
        }
        int batchSize = BATCH_SIZE * devices;
        TrainingOptions training = TrainingOptions.defaults().withPrecision(Precision.BFLOAT16);
        try (TrainingSession session = TrainingSession.create(Shape.GPT2.config(), training)) {
            Contest contest = Contest.hold(
                    options.runs(),
                    () -> Training.steps(session, Training.batch(Shape.GPT2, batchSize)),
                    Optional.empty());
            double tokens = (double) Training.STEPS_A_RUN
                    * batchSize
                    * Shape.GPT2.config().blockSize();
            double rate = tokens / contest.ownSeconds();
            double utilisation = rate * Shape.GPT2.trainingFlopsPerToken() / (PEAK_FLOPS * devices);
            return new Result(
                    rate,
                    "tokens/s",
                    new Peer.Measured("llm.c on one H100, as published", MARK),
                    Map.of("gpus", (double) devices, "flopUtilisation", utilisation));
        }
    }
}
