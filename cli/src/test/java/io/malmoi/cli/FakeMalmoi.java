package io.malmoi.cli;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.malmoi.v1.CleaningCounts;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusReport;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.CreateModelRequest;
import io.malmoi.v1.CreateUploadRequest;
import io.malmoi.v1.DeleteCorpusRequest;
import io.malmoi.v1.FilledSample;
import io.malmoi.v1.GenerateFinish;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.GetCorpusReportRequest;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.GetTemplateRequest;
import io.malmoi.v1.GetUploadRequest;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobCreated;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.ListCorporaRequest;
import io.malmoi.v1.ListCorporaResponse;
import io.malmoi.v1.ListTemplatesRequest;
import io.malmoi.v1.ListTemplatesResponse;
import io.malmoi.v1.Model;
import io.malmoi.v1.ModelServiceGrpc;
import io.malmoi.v1.NamedCount;
import io.malmoi.v1.PreviewSamplesRequest;
import io.malmoi.v1.PreviewSamplesResponse;
import io.malmoi.v1.Rejection;
import io.malmoi.v1.Template;
import io.malmoi.v1.TextDelta;
import io.malmoi.v1.Upload;
import io.malmoi.v1.UploadFile;
import io.malmoi.v1.WatchJobRequest;
import io.malmoi.v1.WriteUploadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Malmoi that answers over a real socket from memory: what it was told is what it says. */
final class FakeMalmoi implements AutoCloseable {
    static final int BLOCK_SIZE = 32;

    final Map<String, Corpus> corpora = new LinkedHashMap<>();
    final Map<String, ByteString> texts = new LinkedHashMap<>();
    final Map<String, Job> jobs = new LinkedHashMap<>();
    final List<CreateJobRequest> jobRequests = new CopyOnWriteArrayList<>();
    final List<GenerateRequest> generateRequests = new CopyOnWriteArrayList<>();
    final List<CreateModelRequest> modelPieces = new CopyOnWriteArrayList<>();
    final FakeTokenizers tokenizers = new FakeTokenizers();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<Long> watchedAfter = new CopyOnWriteArrayList<>();
    /** What happens to every job after its creation; ends with the job's end. */
    List<JobEvent> story = List.of();
    /** After how many events the first watch is cut off; -1 for never. */
    volatile int cutAfter = -1;

    /** At how many bytes an upload breaks off, once, and with what; -1 for never. */
    volatile long breakUploadAt = -1;

    volatile Status uploadFailure = Status.UNAVAILABLE;
    final List<Long> writtenFrom = new CopyOnWriteArrayList<>();
    private volatile Upload upload = Upload.getDefaultInstance();
    private volatile ByteString uploaded = ByteString.EMPTY;

    private final Server server;

    FakeMalmoi() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new Corpora())
                .addService(new Jobs())
                .addService(new Models())
                .addService(tokenizers)
                .addService(new Inference())
                .intercept(new Recorder())
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Recorder implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String key = headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
            authorizations.add(key == null ? "" : key);
            return next.startCall(call, headers);
        }
    }

    private Corpus store(String name, ByteString text, String importedFrom) {
        Corpus corpus = Corpus.newBuilder()
                .setName(name)
                .setBytes(text.size())
                .setImportedFrom(importedFrom)
                .build();
        texts.put(name, text);
        corpora.put(name, corpus);
        return corpus;
    }

    private final class Corpora extends CorpusServiceGrpc.CorpusServiceImplBase {
        @Override
        public StreamObserver<CreateCorpusRequest> createCorpus(StreamObserver<Corpus> response) {
            List<CreateCorpusRequest> pieces = new ArrayList<>();
            return new StreamObserver<>() {
                @Override
                public void onNext(CreateCorpusRequest piece) {
                    pieces.add(piece);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    create(pieces, response);
                }
            };
        }

        @Override
        public void deleteCorpus(DeleteCorpusRequest request, StreamObserver<Empty> response) {
            Corpus deleted = corpora.remove(request.getName());
            answer(deleted == null ? null : Empty.getDefaultInstance(), request.getName(), response);
        }

        @Override
        public void createUpload(CreateUploadRequest request, StreamObserver<Upload> response) {
            String name = "uploads/" + request.getUploadId();
            upload = upload.getName().equals(name)
                    ? upload
                    : Upload.newBuilder()
                            .setName(name)
                            .addAllFiles(request.getFilesList())
                            .setBytes(request.getFilesList().stream()
                                    .mapToLong(UploadFile::getSize)
                                    .sum())
                            .build();
            response.onNext(upload);
            response.onCompleted();
        }

        @Override
        public void getUpload(GetUploadRequest request, StreamObserver<Upload> response) {
            answer(upload, request.getName(), response);
        }

        @Override
        public StreamObserver<WriteUploadRequest> writeUpload(StreamObserver<Upload> response) {
            return new StreamObserver<>() {
                @Override
                public void onNext(WriteUploadRequest piece) {
                    if (!piece.getName().isEmpty()) {
                        writtenFrom.add(piece.getOffset());
                    }
                    uploaded = uploaded.concat(piece.getContent());
                    upload = upload.toBuilder()
                            .setCommittedBytes(uploaded.size())
                            .build();
                    if (breakUploadAt >= 0 && uploaded.size() >= breakUploadAt) {
                        breakUploadAt = -1;
                        response.onError(uploadFailure.asRuntimeException());
                    }
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    response.onNext(upload);
                    response.onCompleted();
                }
            };
        }

        private void create(List<CreateCorpusRequest> pieces, StreamObserver<Corpus> response) {
            ByteString text =
                    pieces.stream().map(CreateCorpusRequest::getContent).reduce(ByteString.EMPTY, ByteString::concat);
            if (text.isEmpty()) {
                response.onError(Status.INVALID_ARGUMENT
                        .withDescription("the text is empty")
                        .asRuntimeException());
                return;
            }
            response.onNext(store("corpora/" + pieces.get(0).getCorpusId(), text, ""));
            response.onCompleted();
        }

        @Override
        public void previewSamples(PreviewSamplesRequest request, StreamObserver<PreviewSamplesResponse> response) {
            PreviewSamplesResponse.Builder preview = PreviewSamplesResponse.newBuilder();
            preview.addSamplesBuilder()
                    .addParts(FilledSample.Part.newBuilder()
                            .setText(request.getSpec().getTemplateContent() + "물음\n"))
                    .addParts(FilledSample.Part.newBuilder()
                            .setText(request.getSpec().getColumnsMap() + "")
                            .setLearned(true));
            preview.addSkipped(
                    Rejection.newBuilder().setReason("no text in 'A'").setDocuments(2));
            response.onNext(preview.build());
            response.onCompleted();
        }

        @Override
        public void listTemplates(ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> response) {
            response.onNext(ListTemplatesResponse.newBuilder()
                    .addTemplates(Template.newBuilder()
                            .setName("alpaca")
                            .addFields("input")
                            .addFields("output")
                            .setDescription("As Alpaca."))
                    .build());
            response.onCompleted();
        }

        @Override
        public void getTemplate(GetTemplateRequest request, StreamObserver<Template> response) {
            response.onNext(Template.newBuilder()
                    .setName(request.getName())
                    .setContent("description: 가\ntext: 나\n")
                    .build());
            response.onCompleted();
        }

        @Override
        public void getCorpusReport(GetCorpusReportRequest request, StreamObserver<CorpusReport> response) {
            CorpusReport.Builder report = CorpusReport.newBuilder();
            report.getTextBuilder()
                    .setDocuments(4)
                    .addLanguages(NamedCount.newBuilder().setName("korean").setCount(3))
                    .addLanguages(NamedCount.newBuilder().setName("latin").setCount(1));
            report.addSteps(CleaningCounts.newBuilder()
                    .setStep("quality")
                    .setDocumentsBefore(9)
                    .setDocumentsAfter(4));
            answer(report.setHtml(request.getHtml() ? "<p>쪽" : "").build(), request.getName(), response);
        }

        @Override
        public void getCorpus(GetCorpusRequest request, StreamObserver<Corpus> response) {
            answer(corpora.get(request.getName()), request.getName(), response);
        }

        /** One corpus a page, so that a client that forgets the token is found out. */
        @Override
        public void listCorpora(ListCorporaRequest request, StreamObserver<ListCorporaResponse> response) {
            List<Corpus> all = List.copyOf(corpora.values());
            int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            ListCorporaResponse.Builder page = ListCorporaResponse.newBuilder();
            if (from < all.size()) {
                page.addCorpora(all.get(from));
            }
            if (from + 1 < all.size()) {
                page.setNextPageToken(String.valueOf(from + 1));
            }
            response.onNext(page.build());
            response.onCompleted();
        }
    }

    private final class Jobs extends JobServiceGrpc.JobServiceImplBase {
        @Override
        public void createJob(CreateJobRequest request, StreamObserver<Job> response) {
            jobRequests.add(request);
            if (request.getSpec().getTrainTokenizer().getVocabularySize() == 1) {
                response.onError(StatusProto.toStatusRuntimeException(badRequest()));
                return;
            }
            Job job = Job.newBuilder()
                    .setName("jobs/j" + jobRequests.size())
                    .setSpec(request.getSpec())
                    .setRequestId(request.getRequestId())
                    .setState(Job.State.PENDING)
                    .build();
            jobs.put(job.getName(), job);
            answer(job, job.getName(), response);
        }

        private com.google.rpc.Status badRequest() {
            FieldViolation violation = FieldViolation.newBuilder()
                    .setField("train_tokenizer.vocabulary_size")
                    .setDescription("is 1; expected at least 257")
                    .build();
            return com.google.rpc.Status.newBuilder()
                    .setCode(Code.INVALID_ARGUMENT_VALUE)
                    .setMessage(violation.getField() + ": " + violation.getDescription())
                    .addDetails(Any.pack(BadRequest.newBuilder()
                            .addFieldViolations(violation)
                            .build()))
                    .build();
        }

        @Override
        public void getJob(GetJobRequest request, StreamObserver<Job> response) {
            answer(jobs.get(request.getName()), request.getName(), response);
        }

        @Override
        public void watchJob(WatchJobRequest request, StreamObserver<JobEvent> response) {
            watchedAfter.add(request.getAfterPosition());
            Job job = jobs.get(request.getName());
            if (job == null) {
                answer((JobEvent) null, request.getName(), response);
                return;
            }
            List<JobEvent> events = events(job);
            for (int i = 0; i < events.size(); i++) {
                if (i == cutAfter) {
                    cutAfter = -1;
                    response.onError(
                            Status.UNAVAILABLE.withDescription("restarting").asRuntimeException());
                    return;
                }
                if (events.get(i).getPosition() > request.getAfterPosition()) {
                    response.onNext(events.get(i));
                }
            }
            end(job, events.get(events.size() - 1));
            if (job.getSpec().hasImportCorpus()) {
                store(
                        job.getSpec().getImportCorpus().getCorpus(),
                        uploaded,
                        job.getSpec().getImportCorpus().getUpload());
            }
            response.onCompleted();
        }

        private List<JobEvent> events(Job job) {
            List<JobEvent> events = new ArrayList<>();
            events.add(JobEvent.newBuilder()
                    .setPosition(10)
                    .setCreated(JobCreated.newBuilder().setJob(job))
                    .build());
            for (JobEvent event : story) {
                events.add(event.toBuilder()
                        .setJob(job.getName())
                        .setPosition(10 + events.size())
                        .build());
            }
            return events;
        }

        private void end(Job job, JobEvent last) {
            Job.Builder ended = job.toBuilder();
            switch (last.getEventCase()) {
                case SUCCEEDED ->
                    ended.setState(Job.State.SUCCEEDED)
                            .setResult(last.getSucceeded().getResult());
                case FAILED ->
                    ended.setState(Job.State.FAILED).setError(last.getFailed().getError());
                default -> ended.setState(Job.State.CANCELLED);
            }
            jobs.put(job.getName(), ended.build());
        }
    }

    private final class Models extends ModelServiceGrpc.ModelServiceImplBase {
        @Override
        public StreamObserver<CreateModelRequest> createModel(StreamObserver<Model> response) {
            return new StreamObserver<>() {
                @Override
                public void onNext(CreateModelRequest piece) {
                    modelPieces.add(piece);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    response.onNext(Model.newBuilder()
                            .setName("models/" + modelPieces.get(0).getModelId())
                            .build());
                    response.onCompleted();
                }
            };
        }

        @Override
        public void getModel(GetModelRequest request, StreamObserver<Model> response) {
            Model.Builder model = Model.newBuilder().setName(request.getName()).setTokenizer("tokenizers/t");
            model.getArchitectureBuilder().setBlockSize(BLOCK_SIZE);
            response.onNext(model.build());
            response.onCompleted();
        }
    }

    /** Answers every prompt with 안녕, in two pieces. */
    private final class Inference extends InferenceServiceGrpc.InferenceServiceImplBase {
        @Override
        public void generate(GenerateRequest request, StreamObserver<GenerateResponse> response) {
            generateRequests.add(request);
            for (String piece : List.of("안", "녕")) {
                response.onNext(GenerateResponse.newBuilder()
                        .setDelta(TextDelta.newBuilder().setText(piece))
                        .build());
            }
            response.onNext(GenerateResponse.newBuilder()
                    .setFinish(GenerateFinish.newBuilder()
                            .setReason(GenerateFinish.Reason.LENGTH)
                            .setNewTokens(2)
                            .setSeed(7))
                    .build());
            response.onCompleted();
        }
    }

    private static <T> void answer(T found, String name, StreamObserver<T> response) {
        if (found == null) {
            response.onError(
                    Status.NOT_FOUND.withDescription("there is no " + name).asRuntimeException());
            return;
        }
        response.onNext(found);
        response.onCompleted();
    }
}
