package io.malmoi.gateway.http;

import io.malmoi.v1.DatasetReport;
import io.malmoi.v1.DatasetServiceGrpc;
import io.malmoi.v1.DeleteDatasetRequest;
import io.malmoi.v1.GetDatasetReportRequest;
import io.malmoi.v1.GetDatasetRequest;
import io.malmoi.v1.ListDatasetsRequest;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /v1/datasets}: {@code DatasetService}. */
@Path("/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class DatasetsApi {
    private final LocalCalls calls;
    private final RoutingContext http;

    DatasetsApi(LocalCalls calls, RoutingContext http) {
        this.calls = calls;
        this.http = http;
    }

    @GET
    @Path("{id}")
    public String get(@RestPath String id) throws Exception {
        GetDatasetRequest request =
                GetDatasetRequest.newBuilder().setName("datasets/" + id).build();
        return Json.print(calls.call(
                http, channel -> DatasetServiceGrpc.newBlockingStub(channel).getDataset(request)));
    }

    @GET
    @Path("{id}/report")
    public String report(@RestPath String id) throws Exception {
        return Json.print(find(id, false));
    }

    @GET
    @Path("{id}/report.html")
    @Produces(MediaType.TEXT_HTML)
    public String page(@RestPath String id) throws Exception {
        return find(id, true).getHtml();
    }

    private DatasetReport find(String id, boolean html) throws Exception {
        GetDatasetReportRequest request = GetDatasetReportRequest.newBuilder()
                .setName("datasets/" + id)
                .setHtml(html)
                .build();
        return calls.call(
                http, channel -> DatasetServiceGrpc.newBlockingStub(channel).getDatasetReport(request));
    }

    @GET
    public String list(@RestQuery("page_size") String pageSize, @RestQuery("page_token") String pageToken)
            throws Exception {
        ListDatasetsRequest request = ListDatasetsRequest.newBuilder()
                .setPageSize(Query.pageSize(pageSize))
                .setPageToken(Query.text(pageToken))
                .build();
        return Json.print(calls.call(
                http, channel -> DatasetServiceGrpc.newBlockingStub(channel).listDatasets(request)));
    }

    @DELETE
    @Path("{id}")
    public String delete(@RestPath String id) throws Exception {
        DeleteDatasetRequest request =
                DeleteDatasetRequest.newBuilder().setName("datasets/" + id).build();
        return Json.print(calls.call(
                http, channel -> DatasetServiceGrpc.newBlockingStub(channel).deleteDataset(request)));
    }
}
