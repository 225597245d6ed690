package io.malmoi.data;

import com.google.protobuf.Empty;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.malmoi.service.Replies;
import io.malmoi.service.Resources;
import io.malmoi.service.ServerStreams;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusReport;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.CreateUploadRequest;
import io.malmoi.v1.DeleteCorpusRequest;
import io.malmoi.v1.DeleteUploadRequest;
import io.malmoi.v1.GetCorpusReportRequest;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.GetTemplateRequest;
import io.malmoi.v1.GetUploadRequest;
import io.malmoi.v1.ListCorporaRequest;
import io.malmoi.v1.ListCorporaResponse;
import io.malmoi.v1.ListTemplatesRequest;
import io.malmoi.v1.ListTemplatesResponse;
import io.malmoi.v1.PreviewSamplesRequest;
import io.malmoi.v1.PreviewSamplesResponse;
import io.malmoi.v1.Template;
import io.malmoi.v1.Upload;
import io.malmoi.v1.WriteUploadRequest;
import jakarta.inject.Singleton;

/** CorpusService over gRPC. */
@Singleton
final class CorpusGrpc extends CorpusServiceGrpc.CorpusServiceImplBase {
    private final Corpora corpora;
    private final UnfinishedUploads uploads;
    private final Reports reports;
    private final CorpusStructuring structuring;
    private final ServerStreams streams;

    CorpusGrpc(
            Corpora corpora,
            UnfinishedUploads uploads,
            Reports reports,
            CorpusStructuring structuring,
            ServerStreams streams) {
        this.structuring = structuring;
        this.corpora = corpora;
        this.uploads = uploads;
        this.reports = reports;
        this.streams = streams;
    }

    @Override
    public StreamObserver<CreateCorpusRequest> createCorpus(StreamObserver<Corpus> responses) {
        var upload = new CorpusUpload((ServerCallStreamObserver<Corpus>) responses);
        streams.run(responses, sink -> sink.send(corpora.create(upload)));
        return upload;
    }

    @Override
    public void createUpload(CreateUploadRequest request, StreamObserver<Upload> responses) {
        Replies.send(responses, uploads.create(request));
    }

    @Override
    public void getUpload(GetUploadRequest request, StreamObserver<Upload> responses) {
        Replies.send(responses, uploads.get(request.getName()));
    }

    @Override
    public StreamObserver<WriteUploadRequest> writeUpload(StreamObserver<Upload> responses) {
        return new UploadWriting(uploads, responses);
    }

    @Override
    public void deleteUpload(DeleteUploadRequest request, StreamObserver<Empty> responses) {
        uploads.delete(request.getName());
        Replies.send(responses, Empty.getDefaultInstance());
    }

    @Override
    public void getCorpus(GetCorpusRequest request, StreamObserver<Corpus> responses) {
        Replies.send(responses, corpora.resources().get(request.getName()));
    }

    @Override
    public void getCorpusReport(GetCorpusReportRequest request, StreamObserver<CorpusReport> responses) {
        streams.run(responses, sink -> sink.send(reports.get(request)));
    }

    @Override
    public void previewSamples(PreviewSamplesRequest request, StreamObserver<PreviewSamplesResponse> responses) {
        streams.run(responses, sink -> sink.send(structuring.preview(request)));
    }

    @Override
    public void listTemplates(ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> responses) {
        Replies.send(
                responses,
                ListTemplatesResponse.newBuilder()
                        .addAllTemplates(SampleTemplates.all())
                        .build());
    }

    @Override
    public void getTemplate(GetTemplateRequest request, StreamObserver<Template> responses) {
        Replies.send(responses, SampleTemplates.get(request.getName()));
    }

    @Override
    public void listCorpora(ListCorporaRequest request, StreamObserver<ListCorporaResponse> responses) {
        Resources.Page<Corpus> page = corpora.resources().list(request.getPageSize(), request.getPageToken());
        Replies.send(
                responses,
                ListCorporaResponse.newBuilder()
                        .addAllCorpora(page.items())
                        .setNextPageToken(page.nextPageToken())
                        .build());
    }

    @Override
    public void deleteCorpus(DeleteCorpusRequest request, StreamObserver<Empty> responses) {
        corpora.resources().delete(request.getName());
        Replies.send(responses, Empty.getDefaultInstance());
    }
}
