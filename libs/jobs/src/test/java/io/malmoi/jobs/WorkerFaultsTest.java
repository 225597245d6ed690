package io.malmoi.jobs;

import static io.malmoi.jobs.TestJobs.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import io.malmoi.artifacts.ObjectStoreUnavailableException;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.Job;
import io.malmoi.v1.Job.State;
import io.malmoi.v1.JobEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkerFaultsTest {
    @RegisterExtension
    static final Backends backends = Backends.embedded();

    private static TestJobs jobs;

    @BeforeAll
    static void open() {
        jobs = new TestJobs(backends);
        jobs.coordinator();
    }

    @AfterEach
    void clear() throws Exception {
        backends.startBroker();
        backends.startObjectStore();
        await(jobs.client::ready);
        jobs.cancelAll();
        jobs.closeWorkers();
    }

    @AfterAll
    static void close() throws Exception {
        jobs.close();
    }

    @Test
    void aWorkerThatIsKilledIsReplaced() throws Exception {
        Process process = WorkerProcess.start(jobs.settings, jobs.storeSettings);
        String name = jobs.create();
        try {
            await(() -> jobs.client.get(name).getMetricsCount() > 0);
        } finally {
            process.destroyForcibly().waitFor(TestJobs.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        jobs.worker(job -> "tokenizers/of-attempt-" + job.attempt());
        assertThat(jobs.awaitState(name, State.SUCCEEDED).getResult()).isEqualTo("tokenizers/of-attempt-2");
    }

    @Test
    void aWorkerThatShutsDownHandsItsJobOver() throws Exception {
        GatedHandler handler = new GatedHandler();
        JobWorker first = jobs.worker(handler);
        String name = jobs.create();
        await(() -> handler.hasBegun(name, 1));
        jobs.close(first);
        assertThat(jobs.client.get(name).getState()).isIn(State.QUEUED, State.RUNNING);
        handler.open = true;
        jobs.worker(handler);
        assertThat(jobs.awaitState(name, State.SUCCEEDED).getAttempt()).isEqualTo(2);
    }

    @Test
    void aJobOutlivesWorkersThatJoinWhileItRuns() {
        GatedHandler handler = new GatedHandler();
        jobs.worker(handler);
        String name = jobs.create();
        await(() -> handler.hasBegun(name, 1));
        for (int i = 1; i < jobs.settings.partitions(); i++) {
            jobs.worker(handler);
        }
        handler.open = true;
        Job job = jobs.awaitState(name, State.SUCCEEDED);
        assertThat(handler.begun).doesNotHaveDuplicates().contains(name + "#" + job.getAttempt());
    }

    @Test
    void whatWasCancelledWhileNoWorkerWasThereDoesNotRunAgain() throws Exception {
        GatedHandler handler = new GatedHandler();
        JobWorker first = jobs.worker(handler);
        String name = jobs.create();
        jobs.awaitState(name, State.RUNNING);
        jobs.close(first);
        assertThat(jobs.client.cancel(name).getState()).isEqualTo(State.RUNNING);
        jobs.worker(handler);
        jobs.awaitState(name, State.CANCELLED);
        assertThat(handler.begun).containsExactly(name + "#1");
    }

    @Test
    void anAttemptThatIsNotTheNewestPublishesNothing() {
        GatedHandler handler = new GatedHandler();
        jobs.worker(handler);
        String name = jobs.create();
        await(() -> handler.hasBegun(name, 1));
        assertThat(jobs.store.claim(name + "/attempts/2", "another worker".getBytes()))
                .isTrue();
        handler.open = true;
        assertThat(jobs.awaitState(name, State.SUCCEEDED).getAttempt()).isEqualTo(3);
    }

    @Test
    void aJobThatWasTakenUpTooOftenFails() {
        String name = JobIds.name("exhausted");
        for (int attempt = 1; attempt <= Attempts.MOST; attempt++) {
            jobs.store.claim(name + "/attempts/" + attempt, new byte[0]);
        }
        jobs.client.create(TestJobs.request("exhausted"));
        jobs.worker(job -> "tokenizers/t");
        Job job = jobs.awaitState(name, State.FAILED);
        assertThat(job.getError().getCode()).isEqualTo(Code.ABORTED_VALUE);
        assertThat(job.getError().getMessage()).contains("20 times");
    }

    @Test
    void aWorkerOutlivesAJobThatRunsOutOfMemory() {
        jobs.worker(job -> {
            if (job.spec().getTrainTokenizer().getTokenizer().equals("tokenizers/t")) {
                throw new OutOfMemoryError("Java heap space");
            }
            return "tokenizers/small";
        });
        Job job = jobs.awaitState(jobs.create(), State.FAILED);
        assertThat(job.getError().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
        Job small = jobs.client.create(TestJobs.request("").toBuilder()
                .setSpec(TestJobs.spec("tokenizers/small"))
                .build());
        jobs.awaitState(small.getName(), State.SUCCEEDED);
    }

    @Test
    void aJobOutlivesAnOutageOfTheObjectStore() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        jobs.worker(job -> {
            while (job.attempt() == 1) {
                try {
                    jobs.store.find("tokenizers/t");
                } catch (ObjectStoreUnavailableException e) {
                    noticed.countDown();
                    throw e;
                }
            }
            return "tokenizers/t";
        });
        String name = jobs.create();
        jobs.awaitState(name, State.RUNNING);
        backends.stopObjectStore();
        noticed.await();
        backends.startObjectStore();
        assertThat(jobs.awaitState(name, State.SUCCEEDED).getAttempt()).isEqualTo(2);
    }

    @Test
    void aJobOutlivesAnOutageOfTheBroker() {
        GatedHandler handler = new GatedHandler();
        jobs.worker(job -> {
            String result = handler.run(job);
            job.metrics(7, Map.of("train_loss", 2.0));
            return result;
        });
        String name = jobs.create();
        jobs.awaitState(name, State.RUNNING);
        backends.stopBroker();
        handler.open = true;
        assertThatThrownBy(() -> jobs.client.create(TestJobs.request("")))
                .isInstanceOfSatisfying(
                        JobException.class,
                        failure -> assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE))
                .hasMessageContaining(backends.bootstrapServers());
        backends.startBroker();
        assertThat(jobs.awaitState(name, State.SUCCEEDED).getMetricsMap()).containsEntry("train_loss", 2.0);
        assertThat(handler.begun).containsExactly(name + "#1");
        List<JobEvent> events = jobs.events(name, 0);
        assertThat(events).filteredOn(JobEvent::hasMetrics).hasSize(1);
    }
}
