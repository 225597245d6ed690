package io.malmoi.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.v1.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {
    private final Map<String, Job> jobs = new HashMap<>();

    private void add(int number, String stage, Job.State state) {
        jobs.put(
                new Run("c", "default", number).requestId(stage),
                Job.newBuilder().setState(state).build());
    }

    private int chosen(boolean fresh) {
        return Run.choose("c", "default", jobs, fresh).number();
    }

    @Test
    void theFirstRunIsNumberOne() {
        assertThat(chosen(false)).isEqualTo(1);
        assertThat(chosen(true)).isEqualTo(1);
    }

    @Test
    void anUnfinishedOrFinishedRunIsTakenUp() {
        add(1, "tokenizer", Job.State.SUCCEEDED);
        add(1, "train", Job.State.RUNNING);
        assertThat(chosen(false)).isEqualTo(1);
        assertThat(chosen(true)).isEqualTo(2);
    }

    @Test
    void whatHasNotEndedIsKnownWhateverTheLength() {
        add(1, "tokenizer", Job.State.SUCCEEDED);
        add(1, "train", Job.State.RUNNING);
        add(2, "train", Job.State.CANCELLED);
        Job pending = Job.newBuilder().setState(Job.State.PENDING).build();
        jobs.put(new Run("c", "10m", 1).requestId("train"), pending);
        jobs.put(new Run("d", "default", 1).requestId("train"), pending);
        assertThat(Run.unfinished("c", jobs))
                .extracting(Job::getState)
                .containsExactlyInAnyOrder(Job.State.RUNNING, Job.State.PENDING);
    }

    @Test
    void aRunThatEndedBadlyIsNotTakenUp() {
        add(1, "train", Job.State.SUCCEEDED);
        add(2, "tokenizer", Job.State.FAILED);
        assertThat(chosen(false)).isEqualTo(3);
    }

    @Test
    void anotherLengthIsAnotherRun() {
        add(1, "train", Job.State.SUCCEEDED);
        assertThat(Run.choose("c", "10m", jobs, false)).isEqualTo(new Run("c", "10m", 1));
        assertThat(new Run("c", "10m", 1).id()).isEqualTo("c-10m-1");
    }

    @Test
    void theDefaultRecipeIsAlwaysTheSame() {
        Run run = new Run("c", "default", 1);
        Recipe recipe = new Recipe("corpora/c", 1_694_969, run, null, "봄");
        assertThat(recipe.spec("train")).isEqualTo(new Recipe("corpora/c", 1_694_969, run, null, "봄").spec("train"));
        assertThat(recipe.spec("train").getTrainModel().getSteps()).isPositive();
        assertThat(recipe.spec("train").getTrainModel().hasDuration()).isFalse();
    }

    @Test
    void aTimedRecipeTrainsByTheClock() {
        Recipe recipe = new Recipe("corpora/c", 1, new Run("c", "2m", 1), Duration.ofSeconds(90), "봄");
        assertThat(recipe.spec("train").getTrainModel().getSteps()).isZero();
        assertThat(recipe.spec("train").getTrainModel().getDuration().getSeconds())
                .isEqualTo(90);
    }
}
