package io.malmoi.gateway.http;

import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.GetTemplateRequest;
import io.malmoi.v1.ListTemplatesRequest;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /v1/templates}: the templates of {@code CorpusService}. */
@Path("/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class TemplatesApi {
    private final LocalCalls calls;
    private final RoutingContext http;

    TemplatesApi(LocalCalls calls, RoutingContext http) {
        this.calls = calls;
        this.http = http;
    }

    @GET
    public String list() throws Exception {
        return Json.print(calls.call(
                http,
                channel -> CorpusServiceGrpc.newBlockingStub(channel)
                        .listTemplates(ListTemplatesRequest.getDefaultInstance())));
    }

    @GET
    @Path("{name}")
    public String get(@RestPath String name) throws Exception {
        GetTemplateRequest request =
                GetTemplateRequest.newBuilder().setName(name).build();
        return Json.print(calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).getTemplate(request)));
    }
}
