package io.malmoi.jobs;

import static io.malmoi.jobs.LogSimulation.cancelRequested;
import static io.malmoi.jobs.LogSimulation.cancelled;
import static io.malmoi.jobs.LogSimulation.created;
import static io.malmoi.jobs.LogSimulation.deleted;
import static io.malmoi.jobs.LogSimulation.event;
import static io.malmoi.jobs.LogSimulation.failed;
import static io.malmoi.jobs.LogSimulation.started;
import static io.malmoi.jobs.LogSimulation.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.Job;
import io.malmoi.v1.Job.State;
import io.malmoi.v1.JobCreated;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSnapshot;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Metrics;
import io.malmoi.v1.Progress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private final LogSimulation log = new LogSimulation();

    @Test
    void aJobWithoutDependenciesIsReleasedAtOnce() {
        log.append(created("a"));
        assertThat(log.job("a").getState()).isEqualTo(State.QUEUED);
        assertThat(log.requests).extracting(Job::getName).containsExactly("a");
    }

    @Test
    void aJobRunsAndSucceeds() {
        log.append(created("a"), event("a", 0).setProgress(Progress.getDefaultInstance()));
        log.append(
                started("a", 1),
                event("a", 1).setProgress(Progress.newBuilder().setDone(7)),
                event("a", 1)
                        .setMetrics(
                                Metrics.newBuilder().putValues("train_loss", 3).putValues("gradient_norm", 1)),
                event("a", 1).setMetrics(Metrics.newBuilder().putValues("train_loss", 2)));
        assertThat(log.job("a").getState()).isEqualTo(State.RUNNING);
        assertThat(log.job("a").getProgress().getDone()).isEqualTo(7);
        log.append(succeeded("a", 1));
        Job job = log.job("a");
        assertThat(job.getState()).isEqualTo(State.SUCCEEDED);
        assertThat(job.getResult()).isEqualTo("models/1");
        assertThat(job.getMetricsMap()).isEqualTo(Map.of("train_loss", 2.0, "gradient_norm", 1.0));
        assertThat(log.jobs.get("a").getFirstPosition()).isEqualTo(1);
        assertThat(log.jobs.get("a").getLastPosition()).isEqualTo(log.log.size());
    }

    @Test
    void aJobIsReleasedWhenAllThatItDependsOnHasSucceeded() {
        log.append(created("a"), created("b"), created("c", "a", "b"));
        log.append(started("a", 1), succeeded("a", 1));
        assertThat(log.job("c").getState()).isEqualTo(State.PENDING);
        log.append(started("b", 1), succeeded("b", 1));
        assertThat(log.job("c").getState()).isEqualTo(State.QUEUED);
        log.append(created("d", "c", "a"));
        assertThat(log.job("d").getState()).isEqualTo(State.PENDING);
        log.append(created("e", "a"));
        assertThat(log.requests).extracting(Job::getName).containsExactly("a", "b", "c", "e");
    }

    @Test
    void aJobIsDeletedOnceItHasEndedAndNobodyWaitsForItAnyMore() {
        log.append(created("a"), created("b"), created("c", "a", "b"), deleted("a"), deleted("none"));
        log.append(started("a", 1), succeeded("a", 1), deleted("a"));
        assertThat(log.jobs).containsKeys("a", "b", "c");
        log.append(cancelRequested("c"));
        log.append(deleted("a"), succeeded("a", 1));
        assertThat(log.jobs).containsOnlyKeys("b", "c");
        log.append(created("a"));
        assertThat(log.job("a").getState()).isEqualTo(State.QUEUED);
    }

    @Test
    void aChainFailsWithItsFirstJob() {
        log.append(created("a"), created("b", "a"), created("c", "b"));
        log.append(started("a", 1), failed("a", 1, "the corpus is empty"));
        assertThat(log.job("c").getState()).isEqualTo(State.FAILED);
        assertThat(log.job("c").getError().getCode()).isEqualTo(Code.FAILED_PRECONDITION_VALUE);
        assertThat(log.job("b").getError().getMessage())
                .isEqualTo("It depends on a, which failed: the corpus is empty");
        assertThat(log.job("c").getError().getMessage()).contains("It depends on b", "the corpus is empty");
        assertThat(log.requests).extracting(Job::getName).containsExactly("a");
        log.append(created("d", "c"));
        assertThat(log.job("d").getState()).isEqualTo(State.FAILED);
    }

    @Test
    void aJobThatDependsOnACancelledOrUnknownOneFails() {
        log.append(created("a"), created("b", "a"), created("c", "x"), cancelRequested("a"));
        assertThat(log.job("b").getError().getMessage()).isEqualTo("It depends on a, which was cancelled");
        assertThat(log.job("c").getError().getMessage()).isEqualTo("It depends on x, which is not there");
    }

    @Test
    void theOtherShardsOfACorpusAreCancelledWhenOneFails() {
        Job asked = Job.newBuilder()
                .setName("whole")
                .setRequestId("w")
                .setSpec(JobSpec.newBuilder()
                        .setCleanCorpus(CleanCorpusSpec.newBuilder().setShards(3)))
                .build();
        List<String> shards = CleaningShards.names(asked);
        shards.forEach(shard -> log.append(created(shard)));
        log.append(event("whole", 0)
                .setCreated(JobCreated.newBuilder().setJob(asked.toBuilder().addAllDependsOn(shards))));
        log.append(started(shards.get(0), 1), succeeded(shards.get(0), 1), started(shards.get(1), 1));
        log.append(started(shards.get(2), 1), failed(shards.get(2), 1, "no text"));
        assertThat(log.job("whole").getError().getMessage()).contains(shards.get(2), "no text");
        assertThat(log.job(shards.get(0)).getState()).isEqualTo(State.SUCCEEDED);
        assertThat(log.job(shards.get(1)).getCancelRequested()).isTrue();
        assertThat(log.cancellations).extracting(JobEvent::getJob).containsExactly(shards.get(1));
    }

    @Test
    void aPendingOrQueuedJobIsCancelledAtOnce() {
        log.append(created("a"), created("b", "a"));
        log.append(cancelRequested("b"));
        assertThat(log.job("b").getState()).isEqualTo(State.CANCELLED);
        assertThat(log.job("b").hasEndTime()).isTrue();
        log.append(cancelRequested("a"), started("a", 1));
        assertThat(log.job("a").getState()).isEqualTo(State.CANCELLED);
        assertThat(log.job("a").getAttempt()).isZero();
        assertThat(log.cancellations).extracting(event -> event.getJob()).containsExactly("b", "a");
    }

    @Test
    void aJobThatIsCancelledWhileItIsReleasedDoesNotRun() {
        log.append(created("a"), cancelRequested("a"));
        assertThat(log.job("a").getState()).isEqualTo(State.CANCELLED);
        assertThat(log.requests).isEmpty();
    }

    @Test
    void aRunningJobIsCancelledByItsWorkerOrByTheNext() {
        log.append(created("a"), created("b"));
        log.append(started("a", 1), started("b", 1), cancelRequested("a"), cancelRequested("b"));
        assertThat(log.job("a").getState()).isEqualTo(State.RUNNING);
        assertThat(log.job("a").getCancelRequested()).isTrue();
        log.append(cancelled("a", 1), cancelled("b", 2));
        assertThat(log.job("a").getState()).isEqualTo(State.CANCELLED);
        assertThat(log.job("b").getState()).isEqualTo(State.CANCELLED);
        assertThat(log.job("b").getAttempt()).isEqualTo(2);
    }

    @Test
    void whatAnOlderAttemptTellsDoesNotCount() {
        log.append(created("a"));
        log.append(started("a", 1), started("a", 2));
        log.append(
                event("a", 1).setProgress(Progress.newBuilder().setDone(7)), failed("a", 1, "lost"), started("a", 1));
        assertThat(log.job("a").getState()).isEqualTo(State.RUNNING);
        assertThat(log.job("a").hasProgress()).isFalse();
        log.append(succeeded("a", 2));
        assertThat(log.job("a").getResult()).isEqualTo("models/2");
    }

    @Test
    void nothingCountsAfterTheEndNorDoesASecondCreation() {
        log.append(created("a"));
        log.append(started("a", 1), succeeded("a", 1));
        JobSnapshot end = log.jobs.get("a");
        log.append(created("a", "b"), failed("a", 2, "late"), started("a", 3), cancelRequested("a"), cancelled("a", 3));
        assertThat(log.jobs.get("a")).isEqualTo(end);
        assertThat(log.requests).hasSize(1);
        assertThat(log.cancellations).isEmpty();
    }

    @Test
    void eventsThatAreReadAgainDoNotCountAgain() {
        log.append(created("a"), created("b", "a"));
        log.append(started("a", 1), succeeded("a", 1));
        Map<String, JobSnapshot> before = Map.copyOf(log.jobs);
        for (var event : log.log) {
            Decision decision = Decision.decide(log.jobs, event);
            assertThat(decision.snapshot()).isEmpty();
            assertThat(decision.events()).isEmpty();
            assertThat(decision.request()).isEmpty();
        }
        assertThat(log.jobs).isEqualTo(before);
    }
}
