package io.malmoi.inference;

import io.malmoi.models.SamplingOptions;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.v1.GenerateRequest;
import java.util.Locale;
import java.util.SplittableRandom;

/** The rules and defaults of the fields of a {@link GenerateRequest}, as {@code inference.proto} documents them. */
final class GenerateRules {
    private static final int DEFAULT_NEW_TOKENS = 128;
    private static final double HIGHEST_TEMPERATURE = 100;
    private static final int MOST_STOPS = 16;
    private static final int LONGEST_STOP = 256;

    private GenerateRules() {}

    /** Checks what needs no model. Throws INVALID_ARGUMENT, which names every wrong field. */
    static void check(GenerateRequest request) {
        Violations violations = new Violations().name("model", request.getModel(), ResourceName.MODEL_OR_CHECKPOINT);
        if (!request.getTokenizer().isEmpty()) {
            violations.name("tokenizer", request.getTokenizer(), ResourceName.TOKENIZER);
        }
        checkSampling(request.getSampling(), violations);
        int most = request.getMaxNewTokens();
        violations.range("max_new_tokens", most, 0, Integer.MAX_VALUE);
        violations.range("min_new_tokens", request.getMinNewTokens(), 0, most > 0 ? most : Integer.MAX_VALUE);
        violations.require(
                request.getStopCount() <= MOST_STOPS,
                "stop",
                "has " + request.getStopCount() + " strings; at most " + MOST_STOPS);
        for (int i = 0; i < Math.min(MOST_STOPS, request.getStopCount()); i++) {
            String stop = request.getStop(i);
            int length = stop.codePointCount(0, stop.length());
            violations.require(
                    length >= 1 && length <= LONGEST_STOP,
                    "stop[" + i + "]",
                    "has " + length + " characters; it must have 1 to " + LONGEST_STOP);
        }
        violations.throwIfAny();
    }

    private static void checkSampling(io.malmoi.v1.SamplingOptions sampling, Violations violations) {
        double temperature = sampling.getTemperature();
        violations.require(
                temperature >= 0 && temperature <= HIGHEST_TEMPERATURE,
                "sampling.temperature",
                "is " + temperature + "; it must be from 0 (the most likely token always) to 100");
        violations.range("sampling.top_k", sampling.getTopK(), 0, Integer.MAX_VALUE);
        violations.require(
                !sampling.hasTopP() || sampling.getTopP() > 0 && sampling.getTopP() <= 1,
                "sampling.top_p",
                "is " + sampling.getTopP() + "; it must be above 0 and at most 1");
    }

    /**
     * A checked request for a prompt of these tokens, at least one, with every default filled in. Throws INVALID_ARGUMENT if
     * it does not fit into the block size.
     */
    static GenerationOptions options(GenerateRequest request, int[] prompt, int blockSize) {
        int room = blockSize - prompt.length;
        new Violations()
                .require(
                        room >= 1,
                        "prompt",
                        String.format(
                                Locale.ROOT,
                                "has %,d tokens, which leaves no room in the model's block size of %,d; shorten it to at most %,d tokens",
                                prompt.length,
                                blockSize,
                                blockSize - 1))
                .throwIfAny();
        int most = request.getMaxNewTokens() == 0 ? Math.min(DEFAULT_NEW_TOKENS, room) : request.getMaxNewTokens();
        new Violations()
                .require(
                        most <= room,
                        "max_new_tokens",
                        String.format(
                                Locale.ROOT,
                                "is %,d, but the prompt of %,d tokens leaves room for %,d in the model's block size of %,d",
                                most,
                                prompt.length,
                                room,
                                blockSize))
                .require(
                        request.getMinNewTokens() <= most,
                        "min_new_tokens",
                        String.format(
                                Locale.ROOT, "is %,d; at most %,d tokens are written", request.getMinNewTokens(), most))
                .throwIfAny();
        return new GenerationOptions(
                prompt, sampling(request.getSampling()), most, request.getMinNewTokens(), request.getStopList());
    }

    private static SamplingOptions sampling(io.malmoi.v1.SamplingOptions sampling) {
        return new SamplingOptions(
                sampling.hasTemperature() ? sampling.getTemperature() : 1,
                sampling.getTopK(),
                sampling.hasTopP() ? sampling.getTopP() : 1,
                sampling.hasSeed() ? sampling.getSeed() : new SplittableRandom().nextLong(0, Long.MAX_VALUE));
    }
}
