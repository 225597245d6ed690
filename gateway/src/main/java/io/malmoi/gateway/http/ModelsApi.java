package io.malmoi.gateway.http;

import io.malmoi.v1.DeleteModelRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.ListCheckpointsRequest;
import io.malmoi.v1.ListModelsRequest;
import io.malmoi.v1.ModelServiceGrpc;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /v1/models}: {@code ModelService}. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class ModelsApi {
    private final LocalCalls calls;
    private final RoutingContext http;

    ModelsApi(LocalCalls calls, RoutingContext http) {
        this.calls = calls;
        this.http = http;
    }

    @GET
    @Path("{id}")
    public String get(@RestPath String id) throws Exception {
        GetModelRequest request =
                GetModelRequest.newBuilder().setName("models/" + id).build();
        return Json.print(calls.call(
                http, channel -> ModelServiceGrpc.newBlockingStub(channel).getModel(request)));
    }

    @GET
    public String list(@RestQuery("page_size") String pageSize, @RestQuery("page_token") String pageToken)
            throws Exception {
        ListModelsRequest request = ListModelsRequest.newBuilder()
                .setPageSize(Query.pageSize(pageSize))
                .setPageToken(Query.text(pageToken))
                .build();
        return Json.print(calls.call(
                http, channel -> ModelServiceGrpc.newBlockingStub(channel).listModels(request)));
    }

    @DELETE
    @Path("{id}")
    public String delete(@RestPath String id) throws Exception {
        DeleteModelRequest request =
                DeleteModelRequest.newBuilder().setName("models/" + id).build();
        return Json.print(calls.call(
                http, channel -> ModelServiceGrpc.newBlockingStub(channel).deleteModel(request)));
    }

    @GET
    @Path("{id}/checkpoints")
    public String checkpoints(
            @RestPath String id, @RestQuery("page_size") String pageSize, @RestQuery("page_token") String pageToken)
            throws Exception {
        ListCheckpointsRequest request = ListCheckpointsRequest.newBuilder()
                .setParent("models/" + id)
                .setPageSize(Query.pageSize(pageSize))
                .setPageToken(Query.text(pageToken))
                .build();
        return Json.print(calls.call(
                http, channel -> ModelServiceGrpc.newBlockingStub(channel).listCheckpoints(request)));
    }

    @GET
    @Path("{id}/checkpoints/{checkpoint}")
    public String checkpoint(@RestPath String id, @RestPath String checkpoint) throws Exception {
        return get(id + "/checkpoints/" + checkpoint);
    }

    @DELETE
    @Path("{id}/checkpoints/{checkpoint}")
    public String deleteCheckpoint(@RestPath String id, @RestPath String checkpoint) throws Exception {
        return delete(id + "/checkpoints/" + checkpoint);
    }
}
