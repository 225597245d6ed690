package io.malmoi.gateway.http;

import io.malmoi.v1.BatchDecodeRequest;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DeleteTokenizerRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.GetTokenizerRequest;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.ListTokenizersRequest;
import io.malmoi.v1.TokenizerServiceGrpc;
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

/** {@code /v1/tokenizers}: {@code TokenizerService}. */
@Path("/v1/tokenizers")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class TokenizersApi {
    private final LocalCalls calls;
    private final JsonBody json;
    private final RoutingContext http;

    TokenizersApi(LocalCalls calls, JsonBody json, RoutingContext http) {
        this.calls = calls;
        this.json = json;
        this.http = http;
    }

    /** Imports a tokenizer that is one file; the body is that file, raw. */
    @POST
    public String create(@RestQuery("tokenizer_id") String id, @RestQuery("file") String file, InputStream body)
            throws Exception {
        ImportTokenizerRequest first = ImportTokenizerRequest.newBuilder()
                .setTokenizerId(Query.text(id))
                .setFile(file == null ? "tokenizer.json" : file)
                .build();
        return Json.print(calls.call(http, channel -> Upload.send(channel, first, body)));
    }

    @GET
    @Path("{id}")
    public String get(@RestPath String id) throws Exception {
        GetTokenizerRequest request =
                GetTokenizerRequest.newBuilder().setName("tokenizers/" + id).build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).getTokenizer(request)));
    }

    @GET
    public String list(@RestQuery("page_size") String pageSize, @RestQuery("page_token") String pageToken)
            throws Exception {
        ListTokenizersRequest request = ListTokenizersRequest.newBuilder()
                .setPageSize(Query.pageSize(pageSize))
                .setPageToken(Query.text(pageToken))
                .build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).listTokenizers(request)));
    }

    @DELETE
    @Path("{id}")
    public String delete(@RestPath String id) throws Exception {
        DeleteTokenizerRequest request =
                DeleteTokenizerRequest.newBuilder().setName("tokenizers/" + id).build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).deleteTokenizer(request)));
    }

    @POST
    @Path("{id: [^:/]+}:encode")
    public String encode(@RestPath String id, InputStream body) throws Exception {
        EncodeRequest request = json.read(body, EncodeRequest.newBuilder())
                .setTokenizer("tokenizers/" + id)
                .build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).encode(request)));
    }

    @POST
    @Path("{id: [^:/]+}:decode")
    public String decode(@RestPath String id, InputStream body) throws Exception {
        DecodeRequest request = json.read(body, DecodeRequest.newBuilder())
                .setTokenizer("tokenizers/" + id)
                .build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).decode(request)));
    }

    @POST
    @Path("{id: [^:/]+}:batchEncode")
    public String batchEncode(@RestPath String id, InputStream body) throws Exception {
        BatchEncodeRequest request = json.read(body, BatchEncodeRequest.newBuilder())
                .setTokenizer("tokenizers/" + id)
                .build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).batchEncode(request)));
    }

    @POST
    @Path("{id: [^:/]+}:batchDecode")
    public String batchDecode(@RestPath String id, InputStream body) throws Exception {
        BatchDecodeRequest request = json.read(body, BatchDecodeRequest.newBuilder())
                .setTokenizer("tokenizers/" + id)
                .build();
        return Json.print(calls.call(
                http, channel -> TokenizerServiceGrpc.newBlockingStub(channel).batchDecode(request)));
    }
}
