package io.malmoi.trainer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.jobs.JobException;
import io.malmoi.models.Gpt2Config;
import io.malmoi.models.Precision;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {
    private static final Gpt2Config GPT2 = Gpt2Config.of(50_257, 1024, 768, 12, 12, 50_256);

    @Test
    void refusesWhatCannotFitAndSaysWhatToDo() {
        long available = 4L << 30;
        assertThatThrownBy(() -> MemoryCheck.require(GPT2, 64, Precision.FLOAT32, false, available))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("4,096 MiB are available")
                .hasMessageContainingAll("batch_size", "activation_recomputation");
        assertThatThrownBy(() -> MemoryCheck.require(GPT2, 64, Precision.FLOAT32, true, available))
                .hasMessageNotContaining("activation_recomputation");
        assertThatCode(() -> MemoryCheck.require(GPT2, 1, Precision.FLOAT32, false, available))
                .doesNotThrowAnyException();
    }
}
