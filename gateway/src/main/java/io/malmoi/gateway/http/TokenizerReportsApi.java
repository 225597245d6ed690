package io.malmoi.gateway.http;

import io.malmoi.v1.EvaluateTokenizersRequest;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/** {@code /v1/tokenizers:evaluate}: {@code EvaluateTokenizers}. */
@Path("/v1/tokenizers:evaluate")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class TokenizerReportsApi {
    private final LocalCalls calls;
    private final JsonBody json;
    private final RoutingContext http;

    TokenizerReportsApi(LocalCalls calls, JsonBody json, RoutingContext http) {
        this.calls = calls;
        this.json = json;
        this.http = http;
    }

    @POST
    public String evaluate(InputStream body) throws Exception {
        EvaluateTokenizersRequest request =
                json.read(body, EvaluateTokenizersRequest.newBuilder()).build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).evaluateTokenizers(request)));
    }
}
