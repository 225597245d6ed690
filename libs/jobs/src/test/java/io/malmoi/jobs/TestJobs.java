package io.malmoi.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ObjectStoreSettings;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.TrainTokenizerSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A client, and what a test adds to it, over a real broker and object store. Ends every job when it is closed. */
final class TestJobs implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);

    final KafkaSettings settings;
    final ObjectStoreSettings storeSettings;
    final ArtifactStore store;
    final JobClient client;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    TestJobs(Backends backends) {
        settings = new KafkaSettings(backends.bootstrapServers(), 4, (short) 1, Map.of());
        storeSettings = new ObjectStoreSettings(
                backends.endpoint(),
                backends.accessKey(),
                backends.secretKey(),
                backends.newBucket(),
                backends.region());
        store = open(new ArtifactStore(storeSettings));
        store.createBucket();
        client = open(new JobClient(settings, store));
        client.start();
    }

    JobCoordinator coordinator() {
        JobCoordinator coordinator = open(new JobCoordinator(settings));
        coordinator.start();
        return coordinator;
    }

    JobWorker worker(JobHandler handler) {
        JobWorker worker = open(new JobWorker(settings, store, JobQueue.TOKENIZER, handler));
        worker.start();
        return worker;
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    static CreateJobRequest request(String requestId, String... dependencies) {
        return CreateJobRequest.newBuilder()
                .setRequestId(requestId)
                .setSpec(spec("tokenizers/t"))
                .addAllDependsOn(List.of(dependencies))
                .build();
    }

    static JobSpec spec(String tokenizer) {
        return JobSpec.newBuilder()
                .setTrainTokenizer(
                        TrainTokenizerSpec.newBuilder().setTokenizer(tokenizer).setCorpus("corpora/c"))
                .build();
    }

    /** Creates a job of its own; its name. */
    String create(String... dependencies) {
        return client.create(request(UUID.randomUUID().toString(), dependencies))
                .getName();
    }

    Job awaitState(String name, Job.State state) {
        await(() -> client.get(name).getState() == state || JobFold.hasEnded(client.get(name)));
        Job job = client.get(name);
        assertThat(job.getState()).as(job.toString()).isEqualTo(state);
        return job;
    }

    /** Every event of a job, read to its end. */
    List<JobEvent> events(String name, long after) {
        List<JobEvent> events = new ArrayList<>();
        client.watch(name, after, events::add);
        return events;
    }

    /** Waits; while Kafka is away, the condition does not hold. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).as("waited for %s", LIMIT).isLessThan(deadline);
            Threads.sleep(Duration.ofMillis(20));
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (JobException unavailable) {
            return false;
        }
    }

    /** Leaves the queues empty for the next test. */
    void cancelAll() {
        for (Job job : client.list(
                        ListJobsRequest.newBuilder().setPageSize(1_000).build())
                .getJobsList()) {
            if (!JobFold.hasEnded(job)) {
                client.cancel(job.getName());
                await(() -> JobFold.hasEnded(client.get(job.getName())));
            }
        }
    }

    void close(AutoCloseable resource) throws Exception {
        opened.remove(resource);
        resource.close();
    }

    void closeWorkers() throws Exception {
        for (AutoCloseable resource : List.copyOf(opened)) {
            if (resource instanceof JobWorker) {
                close(resource);
            }
        }
    }

    @Override
    public void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
