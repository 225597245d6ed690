package io.malmoi.trainer;

import com.google.rpc.Code;
import com.sun.management.OperatingSystemMXBean;
import io.malmoi.jobs.JobException;
import io.malmoi.models.ModelConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What training needs at least, so that what cannot work is refused instead of ending the process. */
final class MemoryEstimate {
    /** Weight, gradient and AdamW's two means, in float32. */
    private static final long BYTES_PER_PARAMETER = 16;
    /** Logits and their gradient. */
    private static final long BYTES_PER_LOGIT = 8;
    /** What a block keeps for its backward pass, in numbers of the hidden state's width. */
    private static final long KEPT_WIDTHS_PER_BLOCK = 16;

    private static final long BYTES_PER_NUMBER = 4;
    private static final double MIB = 1 << 20;

    private MemoryEstimate() {}

    /** The least memory, in bytes, for training with micro-batches of so many sequences. */
    static long bytes(ModelConfig config, int batchSize) {
        double positions = (double) batchSize * config.blockSize();
        double perPosition = (double) config.vocabularySize() * BYTES_PER_LOGIT
                + (double) config.layers() * config.width() * KEPT_WIDTHS_PER_BLOCK * BYTES_PER_NUMBER;
        return (long) (config.parameters() * (double) BYTES_PER_PARAMETER + positions * perPosition);
    }

    /** Refuses, with RESOURCE_EXHAUSTED, what needs more than is available. */
    static void require(ModelConfig config, int batchSize, long available) {
        long needed = bytes(config, batchSize);
        if (needed > available) {
            throw new JobException(
                    Code.RESOURCE_EXHAUSTED,
                    String.format(
                            Locale.ROOT,
                            "training %,d parameters with a batch size of %,d and a block size of %,d needs at least"
                                    + " %,.0f MiB of memory, but %,.0f MiB are available: choose a smaller batch_size"
                                    + " (gradient_accumulation_steps makes up for it), a smaller architecture or a"
                                    + " larger machine",
                            config.parameters(),
                            batchSize,
                            config.blockSize(),
                            needed / MIB,
                            available / MIB));
        }
    }

    /** Memory that this process may still take, in bytes, as far as the operating system tells. */
    static long available() {
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
}
