package io.malmoi.gateway.http;

import io.malmoi.v1.CorpusReport;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.DeleteCorpusRequest;
import io.malmoi.v1.GetCorpusReportRequest;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.ListCorporaRequest;
import io.malmoi.v1.PreviewSamplesRequest;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /v1/corpora}: {@code CorpusService}. */
@Path("/v1/corpora")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class CorporaApi {
    private final LocalCalls calls;
    private final JsonBody json;
    private final RoutingContext http;

    CorporaApi(LocalCalls calls, JsonBody json, RoutingContext http) {
        this.calls = calls;
        this.json = json;
        this.http = http;
    }

    /** The body is a file, raw; the other parameters are the fields of {@code CorpusFormat}. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public String create(InputStream body) throws Exception {
        CreateCorpusRequest request = CorpusQuery.read(http.queryParams());
        return Json.print(calls.call(http, channel -> Upload.send(channel, request, body)));
    }

    @GET
    @Path("{id}")
    public String get(@RestPath String id) throws Exception {
        GetCorpusRequest request =
                GetCorpusRequest.newBuilder().setName("corpora/" + id).build();
        return Json.print(calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).getCorpus(request)));
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

    private CorpusReport find(String id, boolean html) throws Exception {
        GetCorpusReportRequest request = GetCorpusReportRequest.newBuilder()
                .setName("corpora/" + id)
                .setHtml(html)
                .build();
        return calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).getCorpusReport(request));
    }

    /** {@code PreviewSamplesRequest}, its source the corpus of the path. */
    @POST
    @Path("{id: [^:/]+}:previewSamples")
    @Consumes(MediaType.WILDCARD)
    public String previewSamples(@RestPath String id, InputStream body) throws Exception {
        PreviewSamplesRequest.Builder request = json.read(body, PreviewSamplesRequest.newBuilder());
        request.getSpecBuilder().setSource("corpora/" + id);
        return Json.print(calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).previewSamples(request.build())));
    }

    @GET
    public String list(@RestQuery("page_size") String pageSize, @RestQuery("page_token") String pageToken)
            throws Exception {
        ListCorporaRequest request = ListCorporaRequest.newBuilder()
                .setPageSize(Query.pageSize(pageSize))
                .setPageToken(Query.text(pageToken))
                .build();
        return Json.print(calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).listCorpora(request)));
    }

    @DELETE
    @Path("{id}")
    public String delete(@RestPath String id) throws Exception {
        DeleteCorpusRequest request =
                DeleteCorpusRequest.newBuilder().setName("corpora/" + id).build();
        return Json.print(calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).deleteCorpus(request)));
    }
}
