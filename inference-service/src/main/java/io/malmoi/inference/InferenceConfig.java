package io.malmoi.inference;

import io.malmoi.models.Precision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of the inference service. */
@ConfigMapping(prefix = "malmoi.inference")
public interface InferenceConfig {
    /** Models kept in memory at once; the one that was used longest ago makes room for another, if nobody uses it: 1 to 1,000. */
    @WithDefault("2")
    int maxModels();

    /** Requests that a model continues at once, each with its own part of the cache of keys and values: 1 to 4,096. */
    @WithDefault("16")
    int maxRunning();

    /**
     * Tokens of the longest sequence, prompt and answer together, if the model could read a longer one; memory for it is kept for each of
     * max-running. Models with learned positions, such as GPT-2, read all they have: 1 to 1,048,576.
     */
    @WithDefault("4096")
    int maxSequenceTokens();

    /** Requests to a model that may wait for their turn; one more is refused with RESOURCE_EXHAUSTED: 0 to 100,000. */
    @WithDefault("64")
    int maxWaiting();

    /**
     * Numbers that products are made in: FLOAT32; BFLOAT16, less exact and faster where the processor multiplies it; FLOAT16, for GPUs
     * alone; or INT8, the fastest and least exact, on x86 processors.
     */
    @WithDefault("FLOAT32")
    Precision precision();

    /** How long a loaded model is used before the object store is asked whether it is still there and the same. */
    @WithDefault("10s")
    Duration refreshInterval();
}
