package io.malmoi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KeysTest {
    /** printf %s open-sesame | sha256sum */
    static final String HASH = "d7ecdf25eaf3deba0f2628771dbdd22d4138ab6cf38f91ed02a2ca0dec7c8ab7";

    @TempDir
    private Path folder;

    @Test
    void acceptsOnlyKnownKeys() throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), "# ours\n\n" + HASH.toUpperCase() + "  # of the team\n");
        ApiKeys keys = new ApiKeys(TestServer.config(Map.of("malmoi.keys-file", file.toString())));
        assertThat(keys.required()).isTrue();
        assertThat(keys.accept("Bearer open-sesame")).isTrue();
        assertThat(keys.accept("bearer open-sesame")).isTrue();
        assertThat(keys.accept("Bearer open-sesam")).isFalse();
        assertThat(keys.accept("Bearer " + HASH)).isFalse();
        assertThat(keys.accept("open-sesame")).isFalse();
        assertThat(keys.accept(null)).isFalse();
    }

    @Test
    void namesTheEntryThatIsNoHash() throws Exception {
        assertThatThrownBy(() -> new ApiKeys(TestServer.config(Map.of("malmoi.keys", HASH + ",open-sesame"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("malmoi.keys, entry 2")
                .hasMessageNotContaining("open-sesame");
        Path file = Files.writeString(folder.resolve("keys"), HASH + "\nnot a hash\n");
        assertThatThrownBy(() -> new ApiKeys(TestServer.config(Map.of("malmoi.keys-file", file.toString()))))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> new ApiKeys(TestServer.config(
                        Map.of("malmoi.keys-file", folder.resolve("none").toString()))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("malmoi.keys-file: cannot read");
    }

    @Test
    void letsNobodyInWithoutAKeyButProbes() throws Exception {
        try (TestServer server = TestServer.start(Map.of("malmoi.keys", HASH), new Downstream())) {
            ManagedChannel channel = server.channel();
            assertThat(reason(JobServiceGrpc.newBlockingStub(channel))).isEqualTo("API_KEY_MISSING");
            assertThat(reason(JobServiceGrpc.newBlockingStub(channel).withInterceptors(key("wrong"))))
                    .isEqualTo("API_KEY_UNKNOWN");
            assertThat(JobServiceGrpc.newBlockingStub(channel)
                            .withInterceptors(key("open-sesame"))
                            .getJob(GetJobRequest.getDefaultInstance())
                            .getName())
                    .isEqualTo("Bearer open-sesame");
            assertThat(HealthGrpc.newBlockingStub(channel)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatusValue())
                    .isEqualTo(1);
            assertThatThrownBy(() -> reflect(channel)).hasMessageContaining("UNAUTHENTICATED");
        }
    }

    @Test
    void carriesKeyAndDeadlineToWhatIsCalledNext() throws Exception {
        try (TestServer back = TestServer.start(Map.of("malmoi.keys", HASH), new Downstream());
                TestServer front = TestServer.start(Map.of("malmoi.keys", HASH), new Forwarding(back.channel()))) {
            Job job = JobServiceGrpc.newBlockingStub(front.channel())
                    .withInterceptors(key("open-sesame"))
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .getJob(GetJobRequest.getDefaultInstance());
            assertThat(job.getName()).isEqualTo("Bearer open-sesame");
            assertThat(job.getAttempt()).isBetween(1, 30);
        }
    }

    static io.grpc.ClientInterceptor key(String key) {
        Metadata headers = new Metadata();
        headers.put(GrpcChannels.AUTHORIZATION, "Bearer " + key);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static String reason(JobServiceBlockingStub stub) throws Exception {
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class, () -> stub.getJob(GetJobRequest.getDefaultInstance()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        return StatusProto.fromThrowable(failure)
                .getDetails(0)
                .unpack(ErrorInfo.class)
                .getReason();
    }

    private static void reflect(ManagedChannel channel) throws Exception {
        var call = ServerReflectionGrpc.newBlockingV2Stub(channel).serverReflectionInfo();
        call.write(ServerReflectionRequest.getDefaultInstance());
        call.read();
    }

    /** Tells the key, and the seconds left, that a call came with. */
    private static final class Downstream extends JobServiceGrpc.JobServiceImplBase {
        @Override
        public void getJob(GetJobRequest request, StreamObserver<Job> responses) {
            long left = io.grpc.Context.current().getDeadline().timeRemaining(TimeUnit.SECONDS);
            Replies.send(
                    responses,
                    Job.newBuilder()
                            .setName(GrpcChannels.CALLER.get())
                            .setAttempt((int) left)
                            .build());
        }
    }

    /** Asks another server. */
    private static final class Forwarding extends JobServiceGrpc.JobServiceImplBase {
        private final ManagedChannel channel;

        Forwarding(ManagedChannel channel) {
            this.channel = channel;
        }

        @Override
        public void getJob(GetJobRequest request, StreamObserver<Job> responses) {
            Replies.send(responses, JobServiceGrpc.newBlockingStub(channel).getJob(request));
        }
    }
}
