package io.malmoi.inference;

import io.malmoi.models.SamplingOptions;
import java.util.List;

/**
 * How to continue a prompt, every default filled in and checked against the model.
 *
 * @param prompt token ids, at least one
 * @param sampling how the next token is chosen
 * @param maxNewTokens at least 1; with the prompt at most the block size
 * @param minNewTokens 0 to {@code maxNewTokens}
 * @param stop strings at the first of which generation ends
 */
record GenerationOptions(
        int[] prompt, SamplingOptions sampling, int maxNewTokens, int minNewTokens, List<String> stop) {}
