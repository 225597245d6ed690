package io.malmoi.cli.client;

import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.DatasetServiceGrpc;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.ModelServiceGrpc;
import io.malmoi.v1.TokenizerServiceGrpc;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A connection to a Malmoi. Nothing is sent before the first call. Thread-safe. */
public final class Client implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final int CALL_SECONDS = 60;
    /** gRPC servers refuse to be asked more often than every five minutes, unless told otherwise. */
    private static final int KEEP_ALIVE_MINUTES = 6;

    /** Held, since a logger that nobody holds forgets its level; gRPC tells too much about itself. */
    private static final Logger GRPC_LOGGER = Logger.getLogger("io.grpc");

    static {
        GRPC_LOGGER.setLevel(Level.WARNING);
    }

    private final ManagedChannel channel;

    /** A connection to {@code target}. */
    public Client(Target target) {
        channel = Grpc.newChannelBuilderForAddress(target.host(), target.port(), credentials(target))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(KEEP_ALIVE_MINUTES, TimeUnit.MINUTES)
                .intercept(authorization(target.key()))
                .build();
    }

    /** Texts. */
    public CorpusServiceGrpc.CorpusServiceBlockingStub corpora() {
        return CorpusServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Texts, without blocking and without a deadline: for uploads. */
    public CorpusServiceGrpc.CorpusServiceStub uploads() {
        return CorpusServiceGrpc.newStub(channel);
    }

    /** Texts, without a deadline: for uploads that can be taken up again. */
    public CorpusServiceGrpc.CorpusServiceBlockingV2Stub resumableUploads() {
        return CorpusServiceGrpc.newBlockingV2Stub(channel);
    }

    /** Tokenizers. */
    public TokenizerServiceGrpc.TokenizerServiceBlockingStub tokenizers() {
        return TokenizerServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Tokenizers, without a deadline: for uploads. */
    public TokenizerServiceGrpc.TokenizerServiceBlockingV2Stub tokenizerUploads() {
        return TokenizerServiceGrpc.newBlockingV2Stub(channel);
    }

    /** Datasets. */
    public DatasetServiceGrpc.DatasetServiceBlockingStub datasets() {
        return DatasetServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Models. */
    public ModelServiceGrpc.ModelServiceBlockingStub models() {
        return ModelServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Models, without a deadline: for uploads. */
    public ModelServiceGrpc.ModelServiceBlockingV2Stub modelUploads() {
        return ModelServiceGrpc.newBlockingV2Stub(channel);
    }

    /** Jobs. */
    public JobServiceGrpc.JobServiceBlockingStub jobs() {
        return JobServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** The events of jobs, for as long as they last. */
    public JobServiceGrpc.JobServiceBlockingStub events() {
        return JobServiceGrpc.newBlockingStub(channel);
    }

    /** Generation, for as long as it lasts. */
    public InferenceServiceGrpc.InferenceServiceBlockingStub inference() {
        return InferenceServiceGrpc.newBlockingStub(channel);
    }

    /** Whether it answers and is ready for work. */
    public ServingStatus health() {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static ClientInterceptor authorization(String key) {
        Metadata headers = new Metadata();
        if (!key.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        }
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static ChannelCredentials credentials(Target target) {
        if (!target.tls()) {
            return InsecureChannelCredentials.create();
        }
        if (target.certificateAuthority() == null) {
            return TlsChannelCredentials.create();
        }
        try {
            return TlsChannelCredentials.newBuilder()
                    .trustManager(target.certificateAuthority().toFile())
                    .build();
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.USAGE, "--certificate-authority: cannot read " + target.certificateAuthority());
        }
    }
}
