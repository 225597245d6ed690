package io.malmoi.gateway;

import static io.malmoi.gateway.ForwardingTest.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Provenance;
import io.malmoi.service.Dependencies;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.DeleteJobRequest;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.ListJobsResponse;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.WatchJobRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every rpc of {@code JobService}, over a socket, with a real broker and store and no worker. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@Timeout(180)
class JobGrpcTest {
    @Inject
    GrpcServer server;

    @Inject
    GrpcChannels channels;

    @Inject
    ArtifactStore store;

    @Inject
    Dependencies dependencies;

    private JobServiceBlockingStub jobs;
    private String id;

    @BeforeEach
    void connect() {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(dependencies::ready);
        jobs = JobServiceGrpc.newBlockingStub(channels.to("127.0.0.1:" + server.port()));
        id = UUID.randomUUID().toString();
    }

    @Test
    void acceptsAJobOnceForOneRequestId() throws Exception {
        publish("corpora/" + id);
        Job job = jobs.createJob(clean(id));
        assertThat(job.getName()).startsWith("jobs/");
        assertThat(jobs.createJob(clean(id)).getName()).isEqualTo(job.getName());
        CleanCorpusSpec kept = jobs.getJob(
                        GetJobRequest.newBuilder().setName(job.getName()).build())
                .getSpec()
                .getCleanCorpus();
        assertThat(kept.getSource()).isEqualTo("corpora/" + id);
        assertThat(kept.getMaximumLineCharacters())
                .as("a default is written out, so that it is known later")
                .isEqualTo(2000);
        Status reused = failure(() ->
                jobs.createJob(train(id).toBuilder().setRequestId("clean-" + id).build()));
        assertThat(reused.getCode()).isEqualTo(Code.ALREADY_EXISTS_VALUE);
        assertThat(reused.getMessage()).contains(id);
    }

    @Test
    void namesEveryWrongField() throws Exception {
        CreateJobRequest wrong = CreateJobRequest.newBuilder()
                .setSpec(JobSpec.newBuilder()
                        .setTrainTokenizer(TrainTokenizerSpec.newBuilder()
                                .setTokenizer("Tokenizers/x")
                                .setCorpus("corpora/" + id)
                                .setVocabularySize(100)))
                .build();
        Status status = failure(() -> jobs.createJob(wrong));
        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
        assertThat(status.getDetails(0).unpack(BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactlyInAnyOrder("spec.train_tokenizer.tokenizer", "spec.train_tokenizer.vocabulary_size");
    }

    @Test
    void refusesAJobWithoutItsInputUnlessAnotherJobMakesIt() throws Exception {
        Status missing = failure(() -> jobs.createJob(train(id)));
        assertThat(missing.getCode()).isEqualTo(Code.NOT_FOUND_VALUE);
        assertThat(missing.getMessage()).contains("corpora/" + id + "-clean");

        publish("corpora/" + id);
        Job cleaning = jobs.createJob(clean(id));
        Job training = jobs.createJob(
                train(id).toBuilder().addDependsOn(cleaning.getName()).build());
        assertThat(training.getState()).isEqualTo(Job.State.PENDING);
    }

    @Test
    void refusesAJobWhoseResultIsThere() throws Exception {
        publish("corpora/" + id);
        publish("corpora/" + id + "-clean");
        Status there = failure(() -> jobs.createJob(clean(id)));
        assertThat(there.getCode()).isEqualTo(Code.ALREADY_EXISTS_VALUE);
        assertThat(there.getMessage()).contains("corpora/" + id + "-clean");
    }

    @Test
    void cancelsTellsItsStoryAndForgets() throws Exception {
        publish("corpora/" + id);
        Job job = jobs.createJob(clean(id));
        CancelJobRequest cancel =
                CancelJobRequest.newBuilder().setName(job.getName()).build();
        assertThat(jobs.cancelJob(cancel).getState()).isEqualTo(Job.State.CANCELLED);
        assertThat(jobs.cancelJob(cancel).getState()).isEqualTo(Job.State.CANCELLED);

        List<JobEvent> story = watch(job.getName(), 0);
        assertThat(story.get(0).hasCreated()).isTrue();
        assertThat(story.get(story.size() - 1).hasCancelled()).isTrue();
        assertThat(watch(job.getName(), story.get(0).getPosition())).isEqualTo(story.subList(1, story.size()));

        jobs.deleteJob(DeleteJobRequest.newBuilder().setName(job.getName()).build());
        assertThat(failure(() -> jobs.cancelJob(cancel)).getCode()).isEqualTo(Code.NOT_FOUND_VALUE);
    }

    @Test
    void watchesOnlyWhatIsAskedForAndStopsWhenTheCallerGoes() throws Exception {
        publish("corpora/" + id);
        Job job = jobs.createJob(clean(id));
        var context = io.grpc.Context.current().withCancellation();
        var events = context.call(() -> jobs.watchJob(
                WatchJobRequest.newBuilder().setName(job.getName()).build()));
        assertThat(events.next().hasCreated()).isTrue();
        context.cancel(null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Thread.getAllStackTraces().values().stream()
                        .flatMap(java.util.Arrays::stream)
                        .noneMatch(frame -> frame.getClassName().equals("io.malmoi.jobs.JobWatch")));
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        publish("corpora/" + id);
        Job first = jobs.createJob(clean(id));
        publish("corpora/" + id + "-second");
        Job second = jobs.createJob(clean(id + "-second"));
        ListJobsResponse page =
                jobs.listJobs(ListJobsRequest.newBuilder().setPageSize(1).build());
        assertThat(page.getJobsList()).extracting(Job::getName).containsExactly(second.getName());
        ListJobsResponse next = jobs.listJobs(ListJobsRequest.newBuilder()
                .setPageSize(1)
                .setPageToken(page.getNextPageToken())
                .build());
        assertThat(next.getJobsList()).extracting(Job::getName).containsExactly(first.getName());
        assertThat(failure(() -> jobs.listJobs(
                                ListJobsRequest.newBuilder().setPageSize(-1).build()))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT_VALUE);
    }

    @Test
    void knowsNoOtherJob() {
        String name = "jobs/0000000000000000";
        assertThat(failure(() -> jobs.getJob(
                                GetJobRequest.newBuilder().setName(name).build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND_VALUE);
        assertThat(failure(() -> jobs.cancelJob(
                                CancelJobRequest.newBuilder().setName(name).build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND_VALUE);
        assertThat(failure(() -> jobs.watchJob(WatchJobRequest.newBuilder()
                                        .setName(name)
                                        .build())
                                .next())
                        .getCode())
                .isEqualTo(Code.NOT_FOUND_VALUE);
    }

    private List<JobEvent> watch(String name, long after) {
        List<JobEvent> events = new ArrayList<>();
        jobs.watchJob(WatchJobRequest.newBuilder()
                        .setName(name)
                        .setAfterPosition(after)
                        .build())
                .forEachRemaining(events::add);
        return events;
    }

    private void publish(String name) throws Exception {
        try (var writer = store.create(name, new Provenance("", 0, "test"))) {
            writer.put("text.txt", new ByteArrayInputStream(new byte[] {'x'}));
            writer.publish(new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode(), List.of());
        }
    }

    static CreateJobRequest clean(String id) {
        return CreateJobRequest.newBuilder()
                .setRequestId("clean-" + id)
                .setSpec(JobSpec.newBuilder()
                        .setCleanCorpus(CleanCorpusSpec.newBuilder()
                                .setSource("corpora/" + id)
                                .setCorpus("corpora/" + id + "-clean")))
                .build();
    }

    private static CreateJobRequest train(String id) {
        return CreateJobRequest.newBuilder()
                .setRequestId("train-" + id)
                .setSpec(JobSpec.newBuilder()
                        .setTrainTokenizer(TrainTokenizerSpec.newBuilder()
                                .setTokenizer("tokenizers/" + id)
                                .setCorpus("corpora/" + id + "-clean")))
                .build();
    }
}
