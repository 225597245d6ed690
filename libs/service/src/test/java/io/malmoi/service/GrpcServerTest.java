package io.malmoi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.WatchJobRequest;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GrpcServerTest {
    private static final Supplier<Job> ANSWER =
            () -> Job.newBuilder().setName("jobs/x").build();

    private FakeJobs jobs;

    private TestServer start(Map<String, String> settings, Supplier<Job> answer) throws Exception {
        return TestServer.start(settings, streams -> List.of(jobs = new FakeJobs(streams, answer)));
    }

    private static JobServiceBlockingStub stub(TestServer server) {
        return JobServiceGrpc.newBlockingStub(server.channel());
    }

    @Test
    void answersAndMeasures() throws Exception {
        try (TestServer server = start(Map.of(), ANSWER)) {
            assertThat(stub(server).getJob(GetJobRequest.getDefaultInstance()).getName())
                    .isEqualTo("jobs/x");
            assertThat(JobServiceGrpc.newBlockingStub(server.server.localChannel())
                            .getJob(GetJobRequest.getDefaultInstance())
                            .getName())
                    .isEqualTo("jobs/x");
            assertThat(server.meters
                            .get("grpc.server.call.duration")
                            .tag("grpc.method", "malmoi.v1.JobService/GetJob")
                            .tag("grpc.status", "OK")
                            .timer()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void namesEveryWrongField() throws Exception {
        try (TestServer server = start(Map.of(), ANSWER)) {
            Status status = failure(() -> stub(server).createJob(CreateJobRequest.getDefaultInstance()));
            assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
            assertThat(status.getDetails(0).unpack(BadRequest.class).getFieldViolationsList())
                    .extracting(BadRequest.FieldViolation::getField)
                    .containsExactly("spec.train_model.model", "page_size");
        }
    }

    @Test
    void describesFailuresWithoutTheirInside() throws Exception {
        Supplier<Job> bug = () -> {
            throw new IllegalStateException("secret inside");
        };
        try (TestServer server = start(Map.of(), bug)) {
            Status unknown = failure(() -> stub(server).getJob(GetJobRequest.getDefaultInstance()));
            assertThat(unknown.getCode()).isEqualTo(Code.INTERNAL_VALUE);
            assertThat(unknown.getMessage()).contains("log").doesNotContain("secret");
            Status known = failure(() -> stub(server).listJobs(ListJobsRequest.getDefaultInstance()));
            assertThat(known.getCode()).isEqualTo(Code.NOT_FOUND_VALUE);
            assertThat(known.getMessage()).contains("jobs/x");
        }
    }

    @Test
    void endsUnaryCallsThatTakeTooLong() throws Exception {
        try (TestServer server = start(Map.of("malmoi.grpc.unary-timeout", "100ms"), ANSWER)) {
            Status status = failure(() -> stub(server).cancelJob(CancelJobRequest.getDefaultInstance()));
            assertThat(status.getCode()).isEqualTo(Code.DEADLINE_EXCEEDED_VALUE);
            assertThat(status.getMessage()).contains("malmoi.grpc.unary-timeout");
            FakeJobs.await(jobs.gone);
        }
    }

    @Test
    void stopsTheWorkOfACallThatIsGivenUp() throws Exception {
        try (TestServer server = start(Map.of(), ANSWER)) {
            var unary = JobServiceGrpc.newFutureStub(server.channel()).cancelJob(CancelJobRequest.getDefaultInstance());
            FakeJobs.await(jobs.began);
            unary.cancel(true);
            FakeJobs.await(jobs.gone);
        }
    }

    @Test
    void writesNoFasterThanTheCallerReadsAndStopsWhenItGoes() throws Exception {
        try (TestServer server = start(Map.of(), ANSWER)) {
            io.grpc.Context.CancellableContext context =
                    io.grpc.Context.current().withCancellation();
            Iterator<JobEvent> events = context.call(() -> stub(server)
                    .watchJob(WatchJobRequest.newBuilder()
                            .setAfterPosition(10_000_000)
                            .build()));
            events.next();
            jobs.goOn.countDown();
            events.next();
            context.cancel(null);
            FakeJobs.await(jobs.gone);
            assertThat(jobs.written).isLessThan(1_000_000);
        }
    }

    @Test
    void refusesAMessageOverTheLimit() throws Exception {
        try (TestServer server = start(Map.of("malmoi.grpc.max-message-bytes", "2048"), ANSWER)) {
            Status status = failure(() -> stub(server)
                    .getJob(GetJobRequest.newBuilder().setName("x".repeat(5000)).build()));
            assertThat(status.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
            assertThat(status.getMessage()).contains("2048");
        }
    }

    @Test
    void refusesOneCallTooMany() throws Exception {
        try (TestServer server = start(Map.of("malmoi.grpc.max-concurrent-calls", "1"), ANSWER)) {
            stub(server).watchJob(WatchJobRequest.getDefaultInstance()).next();
            Status status = failure(() -> stub(server).getJob(GetJobRequest.getDefaultInstance()));
            assertThat(status.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
            assertThat(status.getDetails(0).is(com.google.rpc.RetryInfo.class)).isTrue();
            jobs.goOn.countDown();
        }
    }

    @Test
    void saysWhatItServes() throws Exception {
        try (TestServer server = start(Map.of(), ANSWER)) {
            assertThat(health(server, "")).isEqualTo(ServingStatus.SERVING);
            assertThat(health(server, "malmoi.v1.JobService")).isEqualTo(ServingStatus.SERVING);
            server.health.serving(false);
            assertThat(health(server, "")).isEqualTo(ServingStatus.NOT_SERVING);

            CompletableFuture<ServerReflectionResponse> listed = new CompletableFuture<>();
            ServerReflectionGrpc.newStub(server.channel())
                    .serverReflectionInfo(observer(listed::complete, listed::completeExceptionally))
                    .onNext(ServerReflectionRequest.newBuilder()
                            .setListServices("")
                            .build());
            assertThat(listed.get(30, TimeUnit.SECONDS)
                            .getListServicesResponse()
                            .getServiceList())
                    .anyMatch(service -> service.getName().equals("malmoi.v1.JobService"));
        }
    }

    @Test
    void drainsBeforeItStops() throws Exception {
        TestServer server = start(Map.of(), ANSWER);
        BlockingQueue<ServingStatus> statuses = new LinkedBlockingQueue<>();
        HealthGrpc.newStub(server.channel())
                .watch(HealthCheckRequest.getDefaultInstance(), observer(r -> statuses.add(r.getStatus()), e -> {}));
        assertThat(statuses.poll(30, TimeUnit.SECONDS)).isEqualTo(ServingStatus.SERVING);
        Iterator<JobEvent> events = stub(server)
                .watchJob(WatchJobRequest.newBuilder().setAfterPosition(100).build());
        events.next();

        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> {
            try {
                server.drain();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(statuses.poll(30, TimeUnit.SECONDS)).isEqualTo(ServingStatus.NOT_SERVING);
        org.awaitility.Awaitility.await().until(() -> refused(server));
        assertThat(drained).isNotDone();

        jobs.goOn.countDown();
        assertThat(events).toIterable().hasSize(100);
        drained.get(60, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void namesThePortThatIsTaken() throws Exception {
        try (TestServer first = start(Map.of(), ANSWER)) {
            String port = String.valueOf(first.server.port());
            assertThatThrownBy(() -> start(Map.of("malmoi.grpc.port", port), ANSWER))
                    .isInstanceOf(ConfigurationException.class)
                    .hasNoCause()
                    .hasMessageContaining(port)
                    .hasMessageContaining("malmoi.grpc.port");
        }
    }

    private static boolean refused(TestServer server) {
        return failure(() -> stub(server).getJob(GetJobRequest.getDefaultInstance()))
                        .getCode()
                == Code.UNAVAILABLE_VALUE;
    }

    private static ServingStatus health(TestServer server, String service) {
        return HealthGrpc.newBlockingStub(server.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static Status failure(Supplier<?> call) {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::get);
        return failure == null ? Status.getDefaultInstance() : StatusProto.fromThrowable(failure);
    }

    private static <T> StreamObserver<T> observer(
            java.util.function.Consumer<T> next, java.util.function.Consumer<Throwable> error) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                next.accept(value);
            }

            @Override
            public void onError(Throwable failure) {
                error.accept(failure);
            }

            @Override
            public void onCompleted() {}
        };
    }
}
