package io.malmoi.jobs;

import static io.malmoi.jobs.TestJobs.await;
import static io.malmoi.jobs.TestJobs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.rpc.Code;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CleanShardSpec;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.Job.State;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobEvent.EventCase;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.ListJobsResponse;
import io.malmoi.v1.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobLifeTest {
    @RegisterExtension
    static final Backends backends = Backends.start();

    private static TestJobs jobs;

    @BeforeAll
    static void open() {
        jobs = new TestJobs(backends);
        jobs.coordinator();
    }

    @AfterEach
    void clear() throws Exception {
        jobs.cancelAll();
        jobs.closeWorkers();
    }

    @AfterAll
    static void close() throws Exception {
        jobs.close();
    }

    @Test
    void aJobFromItsCreationToItsResult() {
        jobs.worker(job -> {
            job.progress(Progress.newBuilder().setStage("merges").setDone(1).build());
            job.progress(Progress.newBuilder().setStage("merges").setDone(9).build());
            job.metrics(3, Map.of("train_loss", 2.5));
            job.sample(3, "옛날", "옛날에 호랑이가");
            job.checkpoint("models/m/checkpoints/step-3", 3);
            assertThat(job.provenance().job()).isEqualTo(job.job().getName());
            return JobSpecs.output(job.spec());
        });
        String name = jobs.create();
        assertThat(jobs.events(name, 0))
                .extracting(JobEvent::getEventCase)
                .containsExactly(
                        EventCase.CREATED,
                        EventCase.QUEUED,
                        EventCase.STARTED,
                        EventCase.PROGRESS,
                        EventCase.METRICS,
                        EventCase.SAMPLE,
                        EventCase.CHECKPOINT,
                        EventCase.PROGRESS,
                        EventCase.SUCCEEDED);
        Job job = jobs.awaitState(name, State.SUCCEEDED);
        assertThat(job.getResult()).isEqualTo("tokenizers/t");
        assertThat(job.getAttempt()).isEqualTo(1);
        assertThat(job.getProgress().getDone()).isEqualTo(9);
        assertThat(job.getMetricsMap()).containsEntry("train_loss", 2.5);
        assertThat(job.getSpec().getTrainTokenizer().getVocabularySize()).isEqualTo(8_000);
        assertThat(job.hasCreateTime() && job.hasStartTime() && job.hasEndTime())
                .isTrue();
    }

    @Test
    void aFailureTellsWhyAndFailsWhatDependsOnIt() {
        jobs.worker(job -> {
            throw new IllegalArgumentException("corpora/c is empty");
        });
        String first = jobs.create();
        String second = jobs.create(first);
        String third = jobs.create(second);
        Job job = jobs.awaitState(third, State.FAILED);
        assertThat(jobs.client.get(first).getError().getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
        assertThat(job.getError().getCode()).isEqualTo(Code.FAILED_PRECONDITION_VALUE);
        assertThat(job.getError().getMessage()).contains(second, "corpora/c is empty");
        assertThat(job.getAttempt()).isZero();
    }

    @Test
    void aCorpusIsCleanedInShardsByJobsOfTheirOwn() {
        CreateJobRequest request = CreateJobRequest.newBuilder()
                .setRequestId("sharded")
                .setSpec(JobSpec.newBuilder()
                        .setCleanCorpus(CleanCorpusSpec.newBuilder()
                                .setSource("corpora/a")
                                .setCorpus("corpora/b")
                                .setShards(3)))
                .build();
        Job job = jobs.client.create(request);
        assertThat(jobs.client.create(request).getName()).isEqualTo(job.getName());
        assertThat(job.getDependsOnList()).hasSize(3);
        assertThat(job.getDependsOnList())
                .extracting(
                        shard -> jobs.awaitState(shard, State.QUEUED).getSpec().getCleanShard())
                .extracting(CleanShardSpec::getShard, CleanShardSpec::getOutput)
                .containsExactlyElementsOf(IntStream.range(0, 3)
                        .mapToObj(i -> tuple(i, CleaningShards.artifacts(job).get(i)))
                        .toList());

        jobs.client.cancel(job.getName());
        job.getDependsOnList().forEach(shard -> jobs.awaitState(shard, State.CANCELLED));
        jobs.client.delete(job.getName());
        await(() -> job.getDependsOnList().stream().noneMatch(JobLifeTest::isThere));
    }

    private static boolean isThere(String name) {
        return jobs.client.list(ListJobsRequest.newBuilder().setPageSize(1_000).build()).getJobsList().stream()
                .anyMatch(job -> job.getName().equals(name));
    }

    @Test
    void jobsRunInTheOrderOfTheirDependencies() {
        List<String> order = new ArrayList<>();
        jobs.worker(job -> {
            order.add(job.job().getName());
            return "tokenizers/t";
        });
        String first = jobs.create();
        String second = jobs.create(first);
        String third = jobs.create(first, second);
        jobs.awaitState(third, State.SUCCEEDED);
        assertThat(order).containsExactly(first, second, third);
    }

    @Test
    void oneRequestIdIsOneJob() throws Exception {
        String id = UUID.randomUUID().toString();
        Job job = jobs.client.create(request(id));
        assertThat(jobs.client.create(request(id)).getName()).isEqualTo(job.getName());
        CreateJobRequest other = request(id).toBuilder()
                .setSpec(TestJobs.spec("tokenizers/other"))
                .build();
        assertCode(() -> jobs.client.create(other), Code.ALREADY_EXISTS, id, job.getName());
        assertCode(() -> jobs.client.create(request(id, job.getName())), Code.ALREADY_EXISTS, id);
    }

    @Test
    void ofTwoClientsThatRaceWithOneRequestIdOneWins() throws Exception {
        try (JobClient rival = new JobClient(jobs.settings, jobs.store)) {
            rival.start();
            await(rival::ready);
            for (int i = 0; i < 5; i++) {
                CreateJobRequest one = request(UUID.randomUUID().toString());
                CreateJobRequest two =
                        one.toBuilder().setSpec(TestJobs.spec("tokenizers/two")).build();
                CompletableFuture<Object> other = CompletableFuture.supplyAsync(() -> outcome(() -> rival.create(two)));
                List<Object> outcomes = List.of(outcome(() -> jobs.client.create(one)), other.get());
                assertThat(outcomes).filteredOn(Job.class::isInstance).hasSize(1);
                assertThat(outcomes).filteredOn(Code.ALREADY_EXISTS::equals).hasSize(1);
            }
        }
    }

    @Test
    void jobsWithoutRequestIdAreDifferent() {
        Job first = jobs.client.create(request(""));
        Job second = jobs.client.create(request(""));
        assertThat(first.getName()).isNotEqualTo(second.getName());
        assertThat(first.getRequestId()).isNotEmpty();
    }

    @Test
    void cancellingWhatDoesNotRun() throws Exception {
        GatedHandler handler = new GatedHandler();
        String queued = jobs.create();
        String pending = jobs.create(queued);
        jobs.awaitState(queued, State.QUEUED);
        assertThat(jobs.client.cancel(pending).getState()).isEqualTo(State.CANCELLED);
        assertThat(jobs.client.cancel(queued).getState()).isEqualTo(State.CANCELLED);
        assertThat(jobs.client.cancel(queued).getState()).isEqualTo(State.CANCELLED);
        handler.open = true;
        jobs.worker(handler);
        jobs.awaitState(jobs.create(), State.SUCCEEDED);
        assertThat(handler.begun).noneMatch(run -> run.startsWith(queued));
    }

    @Test
    void cancellingWhatRuns() {
        GatedHandler handler = new GatedHandler();
        jobs.worker(handler);
        String name = jobs.create();
        await(() -> handler.hasBegun(name, 1));
        jobs.awaitState(name, State.RUNNING);
        assertThat(jobs.client.cancel(name).getCancelRequested()).isTrue();
        jobs.awaitState(name, State.CANCELLED);
        assertThat(handler.stopped).contains(name);
        assertThat(jobs.events(name, 0))
                .extracting(JobEvent::getEventCase)
                .endsWith(EventCase.CANCEL_REQUESTED, EventCase.CANCELLED);
    }

    @Test
    void whatHasEndedCanBeDeletedAndItsRequestIdUsedAgain() throws Exception {
        jobs.worker(job -> "tokenizers/t");
        String id = UUID.randomUUID().toString();
        String name = jobs.client.create(request(id)).getName();
        jobs.awaitState(name, State.SUCCEEDED);
        jobs.client.delete(name);
        assertCode(() -> jobs.client.get(name), Code.NOT_FOUND, name);
        assertCode(() -> jobs.client.watch(name, 0, event -> true), Code.NOT_FOUND, name);
        assertCode(() -> jobs.client.delete(name), Code.NOT_FOUND, name);
        try (JobClient late = new JobClient(jobs.settings, jobs.store)) {
            late.start();
            assertCode(() -> late.get(name), Code.NOT_FOUND, name);
        }
        CreateJobRequest other = request(id).toBuilder()
                .setSpec(TestJobs.spec("tokenizers/other"))
                .build();
        assertThat(jobs.client.create(other).getName()).isEqualTo(name);
        assertThat(jobs.awaitState(name, State.SUCCEEDED).getAttempt()).isEqualTo(1);
    }

    @Test
    void whatIsStillNeededCannotBeDeleted() throws Exception {
        jobs.worker(job -> "tokenizers/t");
        String succeeded = jobs.create();
        jobs.awaitState(succeeded, State.SUCCEEDED);
        jobs.closeWorkers();
        String queued = jobs.create();
        String pending = jobs.create(succeeded, queued);
        assertCode(() -> jobs.client.delete(queued), Code.FAILED_PRECONDITION, queued, "cancel it");
        assertCode(() -> jobs.client.delete(succeeded), Code.FAILED_PRECONDITION, pending, succeeded);
        jobs.client.cancel(pending);
        jobs.client.delete(succeeded);
        assertThat(jobs.client.get(pending).getState()).isEqualTo(State.CANCELLED);
    }

    @Test
    void whatHasSucceededCannotBeCancelled() {
        jobs.worker(job -> "tokenizers/t");
        String name = jobs.create();
        jobs.awaitState(name, State.SUCCEEDED);
        assertCode(() -> jobs.client.cancel(name), Code.FAILED_PRECONDITION, name, "succeeded");
    }

    @Test
    void watchingFromTheMiddleBeforeAndAfterTheEnd() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        jobs.worker(job -> {
            for (int step = 1; step <= 5; step++) {
                job.metrics(step, Map.of("train_loss", 1.0 / step));
            }
            gate.await();
            for (int step = 6; step <= 10; step++) {
                job.metrics(step, Map.of("train_loss", 1.0 / step));
            }
            return "tokenizers/t";
        });
        String name = jobs.create();
        List<JobEvent> early = new ArrayList<>();
        jobs.client.watch(name, 0, event -> {
            early.add(event);
            return event.getMetrics().getStep() < 3;
        });
        assertThat(early.get(early.size() - 1).getMetrics().getStep()).isEqualTo(3);
        long middle = early.get(early.size() - 1).getPosition();
        CompletableFuture<List<JobEvent>> live = CompletableFuture.supplyAsync(() -> jobs.events(name, middle));
        gate.countDown();
        List<JobEvent> rest = live.get();
        assertThat(rest.stream()
                        .filter(JobEvent::hasMetrics)
                        .map(event -> event.getMetrics().getStep()))
                .containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(rest).extracting(JobEvent::getPosition).isSorted().doesNotHaveDuplicates();
        assertThat(jobs.events(name, middle)).isEqualTo(rest);
        jobs.awaitState(name, State.SUCCEEDED);
        assertThat(jobs.events(name, rest.get(rest.size() - 1).getPosition())).isEmpty();
    }

    @Test
    void ofEventsThatAreGoneTheRestIsWatched() {
        jobs.worker(job -> {
            job.metrics(1, Map.of("train_loss", 2.0));
            job.metrics(2, Map.of("train_loss", 1.0));
            return "tokenizers/t";
        });
        String name = jobs.create();
        jobs.awaitState(name, State.SUCCEEDED);
        List<JobEvent> events = jobs.events(name, 0);
        JobEvent second = events.stream()
                .filter(event -> event.getMetrics().getStep() == 2)
                .findFirst()
                .orElseThrow();
        deleteEventsBefore(second.getPosition());
        assertThat(jobs.events(name, 0))
                .extracting(JobEvent::getEventCase)
                .containsExactly(EventCase.METRICS, EventCase.SUCCEEDED);
        deleteEventsBefore(events.get(events.size() - 1).getPosition() + 1);
        assertThat(jobs.events(name, 0)).isEmpty();
    }

    private static void deleteEventsBefore(long position) {
        try (Admin admin = KafkaClients.admin(jobs.settings)) {
            TopicPartition log = new TopicPartition(JobTopics.EVENTS, 0);
            admin.deleteRecords(Map.of(log, RecordsToDelete.beforeOffset(position - 1)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void aWatchEndsWhenItsThreadIsInterrupted() throws Exception {
        String name = jobs.create();
        CountDownLatch watching = new CountDownLatch(1);
        Thread thread = new Thread(() -> jobs.client.watch(name, 0, event -> {
            watching.countDown();
            return true;
        }));
        thread.start();
        watching.await();
        thread.interrupt();
        thread.join(TestJobs.LIMIT.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void pagesOfJobsTheNewestFirst() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add(0, jobs.create());
        }
        jobs.client.cancel(names.get(1));
        ListJobsRequest request = ListJobsRequest.newBuilder().setPageSize(3).build();
        ListJobsResponse first = jobs.client.list(request);
        ListJobsResponse second = jobs.client.list(
                request.toBuilder().setPageToken(first.getNextPageToken()).build());
        List<String> listed = new ArrayList<>();
        first.getJobsList().forEach(job -> listed.add(job.getName()));
        second.getJobsList().forEach(job -> listed.add(job.getName()));
        assertThat(listed).startsWith(names.toArray(String[]::new));
        assertThat(jobs.client
                        .list(ListJobsRequest.newBuilder()
                                .setState(State.CANCELLED)
                                .build())
                        .getJobsList())
                .extracting(Job::getName)
                .startsWith(names.get(1));
    }

    @Test
    void badRequestsAreRefused() {
        assertCode(() -> jobs.client.get("jobs/none"), Code.NOT_FOUND, "jobs/none");
        assertCode(() -> jobs.client.cancel("jobs/none"), Code.NOT_FOUND);
        assertCode(() -> jobs.client.watch("jobs/none", 0, event -> true), Code.NOT_FOUND);
        assertCode(() -> jobs.client.watch("jobs/none", -1, event -> true), Code.INVALID_ARGUMENT, "after_position");
        assertCode(() -> jobs.create(JobIds.name("nobody asked")), Code.NOT_FOUND);
        assertCode(() -> jobs.create("tokenizers/t"), Code.INVALID_ARGUMENT, "depends_on[0]");
        assertCode(() -> jobs.client.create(request("a b")), Code.INVALID_ARGUMENT, "request_id");
        assertCode(() -> jobs.client.create(CreateJobRequest.getDefaultInstance()), Code.INVALID_ARGUMENT, "spec.work");
        assertCode(
                () -> jobs.client.list(ListJobsRequest.newBuilder()
                        .setPageSize(-1)
                        .setPageToken("x")
                        .build()),
                Code.INVALID_ARGUMENT,
                "page_size",
                "page_token");
    }

    private static Object outcome(Callable<Job> call) {
        try {
            return call.call();
        } catch (JobException e) {
            return e.code();
        } catch (Exception e) {
            return e;
        }
    }

    private static void assertCode(ThrowingCallable call, Code code, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(JobException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(List.of(parts)).allMatch(failure.getMessage()::contains);
        });
    }
}
