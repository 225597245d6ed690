package io.malmoi.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.jobs.JobClient;
import io.malmoi.jobs.JobCoordinator;
import io.malmoi.jobs.KafkaSettings;
import io.malmoi.service.GrpcServer;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.DeleteModelRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListCheckpointsRequest;
import io.malmoi.v1.ListModelsRequest;
import io.malmoi.v1.Model;
import io.malmoi.v1.ModelServiceGrpc;
import io.malmoi.v1.TrainModelSpec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole service: jobs come over Kafka, models are asked for over gRPC. */
@QuarkusTest
@QuarkusTestResource(TrainerServiceTest.Surroundings.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TrainerServiceTest {
    @Inject
    GrpcServer server;

    @Inject
    ArtifactStore store;

    @Inject
    KafkaSettings kafka;

    @TempDir
    Path folder;

    private ManagedChannel channel;
    private ModelServiceGrpc.ModelServiceBlockingStub models;
    private JobCoordinator coordinator;
    private JobClient jobs;

    /** A broker, a store and free ports. */
    public static class Surroundings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(Backends.start().configuration());
            settings.put("malmoi.grpc.port", "0");
            settings.put("quarkus.http.test-port", "0");
            settings.put(
                    "malmoi.cache-directory", Path.of("target", "test-cache").toString());
            return settings;
        }

        @Override
        public void stop() {}
    }

    @BeforeEach
    void connect() {
        channel = Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
                .build();
        models = ModelServiceGrpc.newBlockingStub(channel);
        coordinator = new JobCoordinator(kafka);
        coordinator.start();
        jobs = new JobClient(kafka, store);
        jobs.start();
    }

    @AfterEach
    void disconnect() {
        jobs.close();
        coordinator.close();
        channel.shutdownNow();
    }

    @Test
    void trainsAModelAndShowsIt() throws Exception {
        store.createBucket();
        TinyDataset.publish(store, "datasets/service", 200, folder);
        Job job = jobs.create(request("models/service", "datasets/service", 20));
        List<JobEvent> events = watch(job);
        assertThat(events.get(events.size() - 1).getSucceeded().getResult()).isEqualTo("models/service");
        assertThat(events).anyMatch(JobEvent::hasMetrics);
        assertThat(events).anyMatch(JobEvent::hasSample);
        assertThat(events).anyMatch(JobEvent::hasCheckpoint);

        Model model = models.getModel(
                GetModelRequest.newBuilder().setName("models/service").build());
        assertThat(model.getStep()).isEqualTo(20);
        assertThat(model.getJob()).isEqualTo(job.getName());
        assertThat(model.hasCreateTime()).isTrue();
        assertThat(models.listModels(ListModelsRequest.getDefaultInstance()).getModelsList())
                .contains(model);
        assertThat(models.listCheckpoints(ListCheckpointsRequest.newBuilder()
                                .setParent("models/service")
                                .build())
                        .getCheckpointsList())
                .extracting(Model::getName)
                .containsExactly("models/service/checkpoints/best");

        models.deleteModel(
                DeleteModelRequest.newBuilder().setName("models/service").build());
        assertStatus(Status.Code.NOT_FOUND, "models/service");
        assertStatus(Status.Code.NOT_FOUND, "models/service/checkpoints/best");
        assertStatus(Status.Code.INVALID_ARGUMENT, "modles/service");
    }

    @Test
    void aRunningJobCanBeCancelled() throws Exception {
        store.createBucket();
        TinyDataset.publish(store, "datasets/cancel", 200, folder);
        Job job = jobs.create(request("models/cancel", "datasets/cancel", 100_000_000));
        jobs.watch(job.getName(), 0, event -> !event.hasMetrics());
        jobs.cancel(job.getName());
        List<JobEvent> events = watch(job);
        assertThat(events.get(events.size() - 1).hasCancelled()).isTrue();
        assertStatus(Status.Code.NOT_FOUND, "models/cancel");
    }

    @Test
    void aJobWithAnUnknownDatasetFails() {
        store.createBucket();
        Job job = jobs.create(request("models/nothing", "datasets/nothing", 10));
        List<JobEvent> events = watch(job);
        var error = events.get(events.size() - 1).getFailed().getError();
        assertThat(error.getCode()).isEqualTo(Code.NOT_FOUND_VALUE);
        assertThat(error.getMessage()).contains("datasets/nothing");
    }

    private List<JobEvent> watch(Job job) {
        List<JobEvent> events = new ArrayList<>();
        jobs.watch(job.getName(), 0, events::add);
        return events;
    }

    private void assertStatus(Status.Code code, String name) {
        assertThatThrownBy(() -> models.getModel(
                        GetModelRequest.newBuilder().setName(name).build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        failure -> assertThat(failure.getStatus().getCode()).isEqualTo(code));
    }

    private static CreateJobRequest request(String model, String dataset, long steps) {
        return CreateJobRequest.newBuilder()
                .setSpec(JobSpec.newBuilder()
                        .setTrainModel(TrainModelSpec.newBuilder()
                                .setModel(model)
                                .setDataset(dataset)
                                .setSteps(steps)
                                .setArchitecture(Architecture.newBuilder()
                                        .setLayers(1)
                                        .setHeads(2)
                                        .setWidth(32)
                                        .setBlockSize(32))))
                .build();
    }
}
