package io.malmoi.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.SamplingOptions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GenerateRulesTest {
    private static final GenerateRequest REQUEST =
            GenerateRequest.newBuilder().setModel("models/m").build();
    private static final int[] PROMPT = new int[10];

    @Test
    void namesEveryWrongField() {
        GenerateRequest request = GenerateRequest.newBuilder()
                .setModel("model/M")
                .setTokenizer("tokenizer")
                .setSampling(SamplingOptions.newBuilder()
                        .setTemperature(-0.1)
                        .setTopK(-1)
                        .setTopP(1.5))
                .setMaxNewTokens(-1)
                .setMinNewTokens(-1)
                .addStop("")
                .addStop("x".repeat(257))
                .build();
        assertWrong(
                () -> GenerateRules.check(request),
                "model",
                "tokenizer",
                "sampling.temperature",
                "sampling.top_k",
                "sampling.top_p",
                "max_new_tokens",
                "min_new_tokens",
                "stop[0]",
                "stop[1]");
    }

    @Test
    void refusesWhatIsNoNumberAndTheBordersOfOpenIntervals() {
        assertWrong(() -> GenerateRules.check(sampling(Double.NaN, 1)), "sampling.temperature");
        assertWrong(() -> GenerateRules.check(sampling(100.5, 1)), "sampling.temperature");
        assertWrong(() -> GenerateRules.check(sampling(1, 0)), "sampling.top_p");
        assertWrong(() -> GenerateRules.check(sampling(1, Double.NaN)), "sampling.top_p");
        GenerateRules.check(sampling(0, 1));
        GenerateRules.check(sampling(100, 1e-9));
    }

    @Test
    void refusesMoreThanSixteenStopsAndALeastNumberOverTheMost() {
        GenerateRequest.Builder request = REQUEST.toBuilder().setMaxNewTokens(3).setMinNewTokens(4);
        for (int i = 0; i < 17; i++) {
            request.addStop("stop");
        }
        assertWrong(() -> GenerateRules.check(request.build()), "min_new_tokens", "stop");
    }

    @Test
    void refusesAPromptThatLeavesNoRoom() {
        assertThatThrownBy(() -> GenerateRules.options(REQUEST, PROMPT, 10))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("prompt: has 10 tokens")
                .hasMessageContaining("block size of 10");
        assertThat(GenerateRules.options(REQUEST, PROMPT, 11).maxNewTokens()).isEqualTo(1);
    }

    @Test
    void refusesMoreNewTokensThanThereIsRoomFor() {
        GenerateRequest request = REQUEST.toBuilder().setMaxNewTokens(7).build();
        assertWrong(() -> GenerateRules.options(request, PROMPT, 16), "max_new_tokens");
        assertWrong(
                () -> GenerateRules.options(
                        REQUEST.toBuilder().setMinNewTokens(7).build(), PROMPT, 16),
                "min_new_tokens");
        assertThat(GenerateRules.options(request, PROMPT, 17).maxNewTokens()).isEqualTo(7);
    }

    @Test
    void fillsInDefaults() {
        GenerationOptions options = GenerateRules.options(REQUEST, PROMPT, 1_000);
        assertThat(options.maxNewTokens()).isEqualTo(128);
        assertThat(options.sampling().temperature()).isEqualTo(1);
        assertThat(options.sampling().topP()).isEqualTo(1);
        assertThat(options.sampling().seed()).isNotNegative();
    }

    private static GenerateRequest sampling(double temperature, double topP) {
        return REQUEST.toBuilder()
                .setSampling(
                        SamplingOptions.newBuilder().setTemperature(temperature).setTopP(topP))
                .build();
    }

    private static void assertWrong(ThrowingCallable call, String... fields) {
        assertThatThrownBy(call).isInstanceOfSatisfying(JobException.class, failure -> {
            List<String> named =
                    failure.violations().stream().map(Violation::field).toList();
            assertThat(named).containsExactly(fields);
        });
    }
}
