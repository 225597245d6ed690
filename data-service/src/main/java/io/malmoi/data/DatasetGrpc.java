package io.malmoi.data;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.service.Replies;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.service.ServerStreams;
import io.malmoi.v1.Dataset;
import io.malmoi.v1.DatasetReport;
import io.malmoi.v1.DatasetServiceGrpc;
import io.malmoi.v1.DeleteDatasetRequest;
import io.malmoi.v1.GetDatasetReportRequest;
import io.malmoi.v1.GetDatasetRequest;
import io.malmoi.v1.ListDatasetsRequest;
import io.malmoi.v1.ListDatasetsResponse;
import jakarta.inject.Singleton;

/** DatasetService over gRPC. */
@Singleton
final class DatasetGrpc extends DatasetServiceGrpc.DatasetServiceImplBase {
    private final Resources<Dataset> datasets;
    private final Reports reports;
    private final ServerStreams streams;

    DatasetGrpc(ArtifactStore store, Reports reports, ServerStreams streams) {
        this.reports = reports;
        this.streams = streams;
        datasets = new Resources<>(store, ResourceName.DATASET, Dataset.getDefaultInstance());
    }

    @Override
    public void getDataset(GetDatasetRequest request, StreamObserver<Dataset> responses) {
        Replies.send(responses, datasets.get(request.getName()));
    }

    @Override
    public void getDatasetReport(GetDatasetReportRequest request, StreamObserver<DatasetReport> responses) {
        streams.run(responses, sink -> sink.send(reports.get(request)));
    }

    @Override
    public void listDatasets(ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> responses) {
        Resources.Page<Dataset> page = datasets.list(request.getPageSize(), request.getPageToken());
        Replies.send(
                responses,
                ListDatasetsResponse.newBuilder()
                        .addAllDatasets(page.items())
                        .setNextPageToken(page.nextPageToken())
                        .build());
    }

    @Override
    public void deleteDataset(DeleteDatasetRequest request, StreamObserver<Empty> responses) {
        datasets.delete(request.getName());
        Replies.send(responses, Empty.getDefaultInstance());
    }
}
