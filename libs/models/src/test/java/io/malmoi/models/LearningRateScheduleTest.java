package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
    @Test
    void warmsUpAndDecays() {
        LearningRateSchedule schedule = new LearningRateSchedule(1e-3, 1e-4, 10, 111);
        assertThat(schedule.at(0)).isCloseTo(1e-4, within(1e-12));
        assertThat(schedule.at(9)).isCloseTo(1e-3, within(1e-12));
        assertThat(schedule.at(10)).isCloseTo(1e-3, within(1e-12));
        assertThat(schedule.at(60)).isCloseTo(5.5e-4, within(1e-12));
        assertThat(schedule.at(110)).isEqualTo(1e-4);
        assertThat(schedule.at(1_000_000)).isEqualTo(1e-4);
    }

    @Test
    void holdsForTheShortestRuns() {
        assertThat(new LearningRateSchedule(1e-3, 1e-4, 0, 1).at(0)).isEqualTo(1e-4);
        assertThat(new LearningRateSchedule(1e-3, 1e-4, 2, 2).at(1)).isEqualTo(1e-3);
    }

    @Test
    void namesTheWrongField() {
        assertThatThrownBy(() -> new LearningRateSchedule(0, 0, 0, 1))
                .hasMessage("learning_rate must be above 0 and at most 1, not 0.0");
        assertThatThrownBy(() -> new LearningRateSchedule(1e-3, 2e-3, 0, 1))
                .hasMessage("minimum_learning_rate must be 0 to learning_rate (0.001), not 0.002");
        assertThatThrownBy(() -> new LearningRateSchedule(1e-3, 0, 5, 4))
                .hasMessage("warmup_steps must be 0 to steps (4), not 5");
    }
}
