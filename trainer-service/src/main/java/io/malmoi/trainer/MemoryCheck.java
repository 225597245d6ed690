package io.malmoi.trainer;

import com.google.rpc.Code;
import io.malmoi.jobs.JobException;
import io.malmoi.models.MemoryEstimate;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.Precision;
import java.util.Locale;

/** Refuses training for which there is not enough memory, instead of letting it end the process. */
final class MemoryCheck {
    private static final double MIB = 1 << 20;

    private MemoryCheck() {}

    /** Refuses, with RESOURCE_EXHAUSTED, what needs more than is available. */
    static void require(ModelConfig config, int batchSize, Precision precision, boolean recomputation, long available) {
        double needed = MemoryEstimate.training(config, batchSize, precision, recomputation);
        if (needed > available) {
            throw new JobException(
                    Code.RESOURCE_EXHAUSTED,
                    String.format(
                            Locale.ROOT,
                            "training %,d parameters with a batch size of %,d and a block size of %,d needs at least"
                                    + " %,.0f MiB of memory, but %,.0f MiB are available: choose a smaller batch_size"
                                    + " (gradient_accumulation_steps makes up for it), %sa smaller architecture or a"
                                    + " larger machine",
                            config.parameters(),
                            batchSize,
                            config.blockSize(),
                            needed / MIB,
                            available / MIB,
                            recomputation ? "" : "activation_recomputation, "));
        }
    }
}
