package io.malmoi.bench.models;

import io.malmoi.bench.Benchmark;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Options;
import io.malmoi.bench.Result;
import io.malmoi.models.Precision;
import io.malmoi.torchscript.Torch;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Speed of training steps of GPT-2 124M in bfloat16 on the GPUs of this machine, beside eager PyTorch on one of them, and beside what
 * llm.c is published to reach on one H100.
 */
public final class GpuTraining implements Benchmark {
    private static final int BATCH_SIZE = 32;
    /** What llm.c was measured with. */
    private static final int LARGE_BATCH_SIZE = 64;

    private static final double LLM_C = 463_000;
    /** What an H100 SXM or H200 is sold for, in bfloat16 without sparsity. */
    private static final double PEAK_FLOPS = 989e12;

    @Override
    public String name() {
        return "train-gpt2-124m-bf16";
    }

    @Override
    public String description() {
        return "training steps of " + Shape.GPT2.label() + " in bfloat16 on GPUs; peer: PyTorch, eager";
    }

    @Override
    public Result run(Options options) throws IOException, InterruptedException {
        int devices = Torch.devices().size();
        if (!Torch.device().isGpu()) {
            throw new BenchmarkException(
                    "there is no GPU here, or this build of libtorch cannot use it: name one that can in PYTORCH_LIBRARY_PATH");
        }
        Training training = new Training(name(), Shape.GPT2, Precision.BFLOAT16);
        Optional<String> missing = devices == 1 ? DecoderPeer.missing() : Optional.of("it trains on one GPU alone");
        Result measured = training.measure(BATCH_SIZE * devices, options.runs(), missing);
        double large = training.measure(LARGE_BATCH_SIZE * devices, options.runs(), Optional.of("alone"))
                .value();
        Map<String, Double> figures = new LinkedHashMap<>(measured.figures());
        figures.put("gpus", (double) devices);
        figures.put("batch" + LARGE_BATCH_SIZE + "TokensPerSecond", large);
        figures.put("flopUtilisation", large * Shape.GPT2.trainingFlopsPerToken() / (PEAK_FLOPS * devices));
        figures.put("timesLlmCOnOneH100", large / LLM_C);
        return new Result(measured.value(), measured.unit(), measured.peer(), figures);
    }
}
