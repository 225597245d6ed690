package io.malmoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.DatasetServiceGrpc;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.ListDatasetsRequest;
import io.malmoi.v1.ListModelsRequest;
import io.malmoi.v1.ModelServiceGrpc;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.malmoi.v1.TokenizerServiceGrpc.TokenizerServiceBlockingStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of other services through the gateway, over sockets on both sides. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@Timeout(120)
class ForwardingTest {
    @Inject
    GrpcServer server;

    @Inject
    GrpcChannels channels;

    @Inject
    ServicesConfig services;

    private FakeServices behind;
    private Channel gateway;

    @BeforeEach
    void connect() throws Exception {
        behind = FakeServices.at(services.corpora());
        gateway = channels.to("127.0.0.1:" + server.port());
    }

    private TokenizerServiceBlockingStub tokenizers() {
        return TokenizerServiceGrpc.newBlockingStub(gateway);
    }

    @Test
    void passesUnaryCallsOnWithTheirMetadataAndDeadline() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER), "seen");
        EncodeResponse encoded = tokenizers()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(50, TimeUnit.SECONDS)
                .encode(EncodeRequest.newBuilder().setText("말모이").build());
        assertThat(encoded.getIds(0)).isEqualTo(3);
        assertThat(behind.note).isEqualTo("seen");
        assertThat(behind.deadline.timeRemaining(TimeUnit.SECONDS)).isBetween(1L, 50L);
    }

    @Test
    void passesMessagesOnUpToTheLimit() {
        String text = "x".repeat(4_000_000);
        assertThat(tokenizers()
                        .encode(EncodeRequest.newBuilder().setText(text).build())
                        .getIds(0))
                .isEqualTo(4_000_000);
        Status refused = failure(() -> tokenizers()
                .encode(EncodeRequest.newBuilder().setText(text + text).build()));
        assertThat(refused.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
    }

    @Test
    void passesClientStreamsOn() throws Exception {
        BlockingClientCall<CreateCorpusRequest, Corpus> call =
                CorpusServiceGrpc.newBlockingV2Stub(gateway).createCorpus();
        ByteString piece = ByteString.copyFrom(new byte[1 << 20]);
        call.write(CreateCorpusRequest.newBuilder().setCorpusId("big").build());
        for (int i = 0; i < 100; i++) {
            call.write(CreateCorpusRequest.newBuilder().setContent(piece).build());
        }
        call.halfClose();
        Corpus corpus = call.read();
        assertThat(corpus.getName()).isEqualTo("corpora/big");
        assertThat(corpus.getBytes()).isEqualTo(100L << 20);
    }

    @Test
    void passesServerStreamsOn() {
        List<GenerateResponse> responses = new ArrayList<>();
        generate("models/m").forEachRemaining(responses::add);
        assertThat(responses).hasSize(3);
        assertThat(responses.get(1).getDelta().getText()).isEqualTo("모이");
        assertThat(responses.get(2).getFinish().getNewTokens()).isEqualTo(2);
    }

    @Test
    void passesCancellationOn() throws Exception {
        Context.CancellableContext context = Context.current().withCancellation();
        context.call(() -> generate("models/endless").next());
        behind.await("generate begun");
        context.cancel(null);
        behind.await("generate cancelled");
    }

    @Test
    void passesTheEndOfTheDeadlineOn() throws Exception {
        Status late = failure(() ->
                tokenizers().withDeadlineAfter(300, TimeUnit.MILLISECONDS).decode(DecodeRequest.getDefaultInstance()));
        assertThat(late.getCode()).isEqualTo(Code.DEADLINE_EXCEEDED_VALUE);
        behind.await("decode cancelled");
    }

    @Test
    void passesErrorDetailsBack() throws Exception {
        Status status = failure(() -> tokenizers().encode(EncodeRequest.getDefaultInstance()));
        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
        assertThat(status.getDetails(0)
                        .unpack(BadRequest.class)
                        .getFieldViolations(0)
                        .getField())
                .isEqualTo("text");
    }

    @Test
    void namesTheServiceThatDoesNotAnswer() {
        Status status = failure(() ->
                DatasetServiceGrpc.newBlockingStub(gateway).listDatasets(ListDatasetsRequest.getDefaultInstance()));
        assertThat(status.getCode()).isEqualTo(Code.UNAVAILABLE_VALUE);
        assertThat(status.getMessage()).contains("malmoi.v1.DatasetService", services.datasets());
    }

    @Test
    void passesOnThatAServiceLacksAMethod() {
        Status status = failure(
                () -> ModelServiceGrpc.newBlockingStub(gateway).listModels(ListModelsRequest.getDefaultInstance()));
        assertThat(status.getCode()).isEqualTo(Code.UNIMPLEMENTED_VALUE);
    }

    private Iterator<GenerateResponse> generate(String model) {
        return InferenceServiceGrpc.newBlockingStub(gateway)
                .generate(GenerateRequest.newBuilder().setModel(model).build());
    }

    static Status failure(Supplier<?> call) {
        return StatusProto.fromThrowable(catchThrowableOfType(StatusRuntimeException.class, call::get));
    }
}
