package io.malmoi.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.v1.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLimiterTest {
    private final List<String> sent = new ArrayList<>();
    private long now;
    private final ProgressLimiter limiter =
            new ProgressLimiter(progress -> sent.add(progress.getStage() + progress.getDone()), () -> now);

    @Test
    void lettingThroughFourASecond() {
        for (int i = 0; i <= 1_000; i++) {
            now = i * 1_000_000L;
            offer("a", i);
        }
        assertThat(sent).containsExactly("a0", "a250", "a500", "a750", "a1000");
    }

    @Test
    void theLastOfAStageIsNeverLost() {
        offer("a", 1);
        offer("a", 2);
        offer("a", 3);
        offer("b", 1);
        offer("b", 2);
        limiter.flush();
        assertThat(sent).containsExactly("a1", "a3", "b1", "b2");
    }

    @Test
    void whatIsHeldBackGoesWhenItsTimeHasCome() {
        offer("a", 1);
        offer("a", 2);
        limiter.flushIfDue();
        assertThat(sent).containsExactly("a1");
        now = ProgressLimiter.INTERVAL.toNanos();
        limiter.flushIfDue();
        limiter.flushIfDue();
        assertThat(sent).containsExactly("a1", "a2");
    }

    private void offer(String stage, int done) {
        limiter.offer(Progress.newBuilder().setStage(stage).setDone(done).build());
    }
}
