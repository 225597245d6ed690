package io.malmoi.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.jobs.JobException;
import io.malmoi.models.Gpt2Config;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
    private static final Gpt2Config GPT2 = Gpt2Config.of(50_257, 1024, 768, 12, 12, 50_256);

    @Test
    void refusesWhatCannotFitAndSaysWhatToDo() {
        long available = 4L << 30;
        assertThatThrownBy(() -> MemoryEstimate.require(GPT2, 64, available))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("4,096 MiB are available")
                .hasMessageContaining("batch_size");
        assertThatCode(() -> MemoryEstimate.require(GPT2, 1, available)).doesNotThrowAnyException();
    }

    @Test
    void countsWhatOneBatchNeeds() {
        long states = GPT2.parameters() * 16;
        assertThat(MemoryEstimate.bytes(GPT2, 2) - states).isEqualTo(2 * (MemoryEstimate.bytes(GPT2, 1) - states));
        assertThat(MemoryEstimate.available()).isPositive();
    }
}
