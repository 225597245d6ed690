package io.malmoi.gateway;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.malmoi.v1.BatchDecodeRequest;
import io.malmoi.v1.BatchDecodeResponse;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.BatchEncodeResponse;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusReport;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DecodeResponse;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.EvaluateTokenizersRequest;
import io.malmoi.v1.EvaluateTokenizersResponse;
import io.malmoi.v1.ExportTokenizerRequest;
import io.malmoi.v1.ExportTokenizerResponse;
import io.malmoi.v1.GenerateFinish;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.GetCorpusReportRequest;
import io.malmoi.v1.GetTemplateRequest;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.ListTemplatesRequest;
import io.malmoi.v1.ListTemplatesResponse;
import io.malmoi.v1.PreviewSamplesRequest;
import io.malmoi.v1.PreviewSamplesResponse;
import io.malmoi.v1.Template;
import io.malmoi.v1.TextDelta;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerReport;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.malmoi.v1.Upload;
import io.malmoi.v1.WriteUploadRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Small services behind the gateway, which tell what reached them. One server for all tests. */
final class FakeServices {
    /** What happened here: {@code generate begun}, {@code generate cancelled}, {@code upload cancelled}. */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    final AtomicLong uploaded = new AtomicLong();
    volatile String note;
    volatile Deadline deadline;

    private static FakeServices shared;

    static synchronized FakeServices at(String address) throws IOException {
        if (shared == null) {
            shared = new FakeServices();
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                    .intercept(shared.new Noting())
                    .addService(shared.new Corpora())
                    .addService(shared.new Tokenizers())
                    .addService(shared.new Inference())
                    .build()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        }
        shared.events.clear();
        return shared;
    }

    void await(String event) throws InterruptedException {
        String next = events.poll(60, TimeUnit.SECONDS);
        if (!event.equals(next)) {
            throw new AssertionError("expected " + event + ", but it was " + next);
        }
    }

    /** Keeps what came with the newest call. */
    private final class Noting implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            note = headers.get(Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER));
            deadline = Context.current().getDeadline();
            return next.startCall(call, headers);
        }
    }

    /** Counts bytes. */
    private final class Corpora extends CorpusServiceGrpc.CorpusServiceImplBase {
        @Override
        public StreamObserver<WriteUploadRequest> writeUpload(StreamObserver<Upload> responses) {
            Upload.Builder upload = Upload.newBuilder();
            return new StreamObserver<>() {
                @Override
                public void onNext(WriteUploadRequest request) {
                    upload.setName(upload.getName() + request.getName())
                            .setCommittedBytes(upload.getCommittedBytes()
                                    + request.getOffset()
                                    + request.getContent().size());
                }

                @Override
                public void onError(Throwable failure) {
                    events.add("upload cancelled");
                }

                @Override
                public void onCompleted() {
                    responses.onNext(upload.build());
                    responses.onCompleted();
                }
            };
        }

        @Override
        public void getCorpusReport(GetCorpusReportRequest request, StreamObserver<CorpusReport> responses) {
            CorpusReport.Builder report = CorpusReport.newBuilder().setEmptyRecords(7);
            if (request.getHtml()) {
                report.setHtml("<p>" + request.getName());
            }
            responses.onNext(report.build());
            responses.onCompleted();
        }

        @Override
        public void previewSamples(PreviewSamplesRequest request, StreamObserver<PreviewSamplesResponse> responses) {
            PreviewSamplesResponse.Builder preview = PreviewSamplesResponse.newBuilder();
            preview.addSamplesBuilder()
                    .addPartsBuilder()
                    .setText(request.getSpec().getSource() + " "
                            + request.getSpec().getTemplate());
            responses.onNext(preview.build());
            responses.onCompleted();
        }

        @Override
        public void getTemplate(GetTemplateRequest request, StreamObserver<Template> responses) {
            responses.onNext(Template.newBuilder().setName(request.getName()).build());
            responses.onCompleted();
        }

        @Override
        public void listTemplates(ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> responses) {
            responses.onNext(ListTemplatesResponse.newBuilder()
                    .addTemplates(Template.newBuilder().setName("alpaca"))
                    .build());
            responses.onCompleted();
        }

        @Override
        public StreamObserver<CreateCorpusRequest> createCorpus(StreamObserver<Corpus> responses) {
            uploaded.set(0);
            return new StreamObserver<>() {
                private String id = "";

                @Override
                public void onNext(CreateCorpusRequest request) {
                    id += request.getCorpusId();
                    uploaded.addAndGet(request.getContent().size());
                }

                @Override
                public void onError(Throwable failure) {
                    events.add("upload cancelled");
                }

                @Override
                public void onCompleted() {
                    responses.onNext(Corpus.newBuilder()
                            .setName("corpora/" + id)
                            .setBytes(uploaded.get())
                            .build());
                    responses.onCompleted();
                }
            };
        }
    }

    /** A token for every byte; waits for ever to decode. */
    private final class Tokenizers extends TokenizerServiceGrpc.TokenizerServiceImplBase {
        @Override
        public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
            if (request.getText().isEmpty()) {
                responses.onError(StatusProto.toStatusRuntimeException(Status.newBuilder()
                        .setCode(Code.INVALID_ARGUMENT_VALUE)
                        .setMessage("text: is empty")
                        .addDetails(Any.pack(BadRequest.newBuilder()
                                .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                        .setField("text")
                                        .setDescription("is empty"))
                                .build()))
                        .build()));
                return;
            }
            responses.onNext(EncodeResponse.newBuilder()
                    .addIds(request.getText().length())
                    .addTokens(request.getTokenizer())
                    .build());
            responses.onCompleted();
        }

        @Override
        public void batchEncode(BatchEncodeRequest request, StreamObserver<BatchEncodeResponse> responses) {
            BatchEncodeResponse.Builder response = BatchEncodeResponse.newBuilder();
            request.getTextsList()
                    .forEach(text -> response.addEncodings(
                            EncodeResponse.newBuilder().addIds(text.length()).addTokens(request.getTokenizer())));
            responses.onNext(response.build());
            responses.onCompleted();
        }

        @Override
        public void batchDecode(BatchDecodeRequest request, StreamObserver<BatchDecodeResponse> responses) {
            BatchDecodeResponse.Builder response = BatchDecodeResponse.newBuilder();
            request.getSequencesList().forEach(sequence -> response.addTexts("말".repeat(sequence.getIdsCount())));
            responses.onNext(response.build());
            responses.onCompleted();
        }

        @Override
        public void evaluateTokenizers(
                EvaluateTokenizersRequest request, StreamObserver<EvaluateTokenizersResponse> responses) {
            EvaluateTokenizersResponse.Builder response = EvaluateTokenizersResponse.newBuilder();
            request.getTokenizersList()
                    .forEach(name -> response.addReports(
                            TokenizerReport.newBuilder().setTokenizer(name).setBytes(request.getMostBytes())));
            responses.onNext(response.build());
            responses.onCompleted();
        }

        @Override
        public void exportTokenizer(ExportTokenizerRequest request, StreamObserver<ExportTokenizerResponse> responses) {
            for (String piece : List.of("tokenizer.json", "", "tokenizer_config.json")) {
                responses.onNext(ExportTokenizerResponse.newBuilder()
                        .setFile(piece)
                        .setContent(ByteString.copyFromUtf8("<" + piece + ">"))
                        .build());
            }
            responses.onCompleted();
        }

        @Override
        public StreamObserver<ImportTokenizerRequest> importTokenizer(StreamObserver<Tokenizer> responses) {
            return new StreamObserver<>() {
                private final Tokenizer.Builder imported = Tokenizer.newBuilder();

                @Override
                public void onNext(ImportTokenizerRequest request) {
                    imported.setName(imported.getName() + request.getTokenizerId())
                            .setKind(imported.getKind() + request.getFile())
                            .setVocabularySize(imported.getVocabularySize()
                                    + request.getContent().size());
                }

                @Override
                public void onError(Throwable failure) {
                    events.add("import cancelled");
                }

                @Override
                public void onCompleted() {
                    responses.onNext(imported.build());
                    responses.onCompleted();
                }
            };
        }

        @Override
        public void decode(DecodeRequest request, StreamObserver<DecodeResponse> responses) {
            Context.current().addListener(gone -> events.add("decode cancelled"), Runnable::run);
        }
    }

    /** Answers in two pieces; {@code models/endless} writes as long as it is read. */
    private final class Inference extends InferenceServiceGrpc.InferenceServiceImplBase {
        @Override
        public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
            switch (request.getModel()) {
                case "models/endless" -> endless((ServerCallStreamObserver<GenerateResponse>) responses);
                case "models/broken" -> {
                    responses.onNext(delta("말"));
                    responses.onError(io.grpc.Status.DATA_LOSS
                            .withDescription("model.safetensors does not match its checksum")
                            .asRuntimeException());
                }
                case "models/none" ->
                    responses.onError(io.grpc.Status.NOT_FOUND
                            .withDescription("there is no models/none")
                            .asRuntimeException());
                default -> {
                    responses.onNext(delta(request.getPrompt() + "말"));
                    responses.onNext(delta("모이"));
                    responses.onNext(GenerateResponse.newBuilder()
                            .setFinish(GenerateFinish.newBuilder()
                                    .setReason(GenerateFinish.Reason.LENGTH)
                                    .setNewTokens(2))
                            .build());
                    responses.onCompleted();
                }
            }
        }

        private void endless(ServerCallStreamObserver<GenerateResponse> responses) {
            events.add("generate begun");
            responses.setOnCancelHandler(() -> events.add("generate cancelled"));
            responses.setOnReadyHandler(() -> {
                while (responses.isReady()) {
                    responses.onNext(delta("말"));
                }
            });
        }

        private static GenerateResponse delta(String text) {
            return GenerateResponse.newBuilder()
                    .setDelta(TextDelta.newBuilder().setText(text).addIds(text.length()))
                    .build();
        }
    }
}
