package io.malmoi.trainer;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.service.Replies;
import io.malmoi.service.RequestStream;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.service.ServerStreams;
import io.malmoi.service.Violations;
import io.malmoi.v1.CreateModelRequest;
import io.malmoi.v1.DeleteModelRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.ListCheckpointsRequest;
import io.malmoi.v1.ListCheckpointsResponse;
import io.malmoi.v1.ListModelsRequest;
import io.malmoi.v1.ListModelsResponse;
import io.malmoi.v1.Model;
import io.malmoi.v1.ModelServiceGrpc;
import jakarta.inject.Singleton;

/** Models and their checkpoints. */
@Singleton
public final class ModelGrpc extends ModelServiceGrpc.ModelServiceImplBase {
    private final Resources<Model> models;
    private final ModelImport imports;
    private final ServerStreams streams;

    ModelGrpc(ArtifactStore store, MalmoiConfig config, ServerStreams streams) {
        this.models = new Resources<>(store, ResourceName.MODEL_OR_CHECKPOINT, Model.getDefaultInstance());
        this.imports = new ModelImport(store, config.cacheDirectory());
        this.streams = streams;
    }

    @Override
    public StreamObserver<CreateModelRequest> createModel(StreamObserver<Model> responses) {
        RequestStream<CreateModelRequest> requests = new RequestStream<>(responses);
        streams.run(responses, sink -> sink.send(imports.create(new ModelUpload(requests))));
        return requests;
    }

    @Override
    public void getModel(GetModelRequest request, StreamObserver<Model> responses) {
        Replies.send(responses, models.get(request.getName()));
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> responses) {
        Resources.Page<Model> page = models.list(request.getPageSize(), request.getPageToken());
        Replies.send(
                responses,
                ListModelsResponse.newBuilder()
                        .addAllModels(page.items())
                        .setNextPageToken(page.nextPageToken())
                        .build());
    }

    @Override
    public void listCheckpoints(ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> responses) {
        new Violations().name("parent", request.getParent(), ResourceName.MODEL).throwIfAny();
        Resources.Page<Model> page = models.list(
                ModelArtifacts.checkpoints(request.getParent()), request.getPageSize(), request.getPageToken());
        Replies.send(
                responses,
                ListCheckpointsResponse.newBuilder()
                        .addAllCheckpoints(page.items())
                        .setNextPageToken(page.nextPageToken())
                        .build());
    }

    @Override
    public void deleteModel(DeleteModelRequest request, StreamObserver<Empty> responses) {
        models.delete(request.getName());
        Replies.send(responses, Empty.getDefaultInstance());
    }
}
