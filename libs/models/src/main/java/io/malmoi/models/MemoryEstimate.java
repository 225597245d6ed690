package io.malmoi.models;

import com.sun.management.OperatingSystemMXBean;
import io.malmoi.torchscript.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a model needs at least, so that what cannot work is refused before it begins. In bytes. */
public final class MemoryEstimate {
    /** Weight, gradient and AdamW's two means, in float32. */
    private static final double BYTES_PER_PARAMETER = 16;
    /** Logits, and what their gradient is made from. */
    private static final double BYTES_PER_LOGIT = 8;

    private MemoryEstimate() {}

    /**
     * Training: weights, gradients, AdamW's state, and what a micro-batch keeps for the backward pass.
     *
     * @param sequences of a micro-batch, each of the model's block size
     * @param precision numbers that products are made in
     * @param recomputation whether only the inputs of blocks are kept, and what one block makes of them
     */
    public static double training(ModelConfig config, int sequences, Precision precision, boolean recomputation) {
        double tokens = (double) sequences * config.blockSize();
        double logits = Math.min(tokens, TrainingProgram.rowsAtOnce(config)) * config.vocabularySize();
        return config.parameters() * BYTES_PER_PARAMETER
                + tokens * activationBytesPerToken(config, precision, recomputation)
                + logits * BYTES_PER_LOGIT;
    }

    private static double activationBytesPerToken(ModelConfig config, Precision precision, boolean recomputation) {
        double all = (double) config.activationsPerToken() * bytes(precision);
        double inputs = (config.layers() + 1.0) * config.width() * bytes(precision);
        return recomputation ? inputs + all / config.layers() : all;
    }

    /** Decoding: weights, and the cache of keys and values of all slots, of which a layer at a time is converted from bfloat16 to float32. */
    public static double decoding(ModelConfig config, DecoderOptions options) {
        ModelConfig limited = config.limitedTo(options.longestSequence());
        double position = 2.0 * limited.layers() * limited.keyValueHeads() * limited.headDimension();
        double cache = position * options.slots() * (limited.blockSize() + 1.0);
        double converted = options.precision() == Precision.BFLOAT16 ? cache / limited.layers() : 0;
        return (limited.parameters() + cache) * bytes(options.precision()) + converted * bytes(Precision.FLOAT32);
    }

    /**
     * Memory that this process may still take, in bytes, as far as the operating system tells. Without limit where there are GPUs: they
     * refuse what does not fit, and the process goes on.
     */
    public static long available() {
        if (Torch.device().isGpu()) {
            return Long.MAX_VALUE;
        }
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long total = system.getTotalMemorySize();
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
                    .map(bytes -> Math.min(bytes, total))
                    .findFirst()
                    .orElse(total);
        } catch (IOException expected) { // only Linux has this file
            return total;
        }
    }

    private static int bytes(Precision precision) {
        return new Arithmetic(precision, MatrixKernel.BLAS, false).type().bytes();
    }
}
