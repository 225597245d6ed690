package io.malmoi.gateway.http;

import com.google.rpc.Code;
import io.malmoi.jobs.JobException;
import io.malmoi.v1.BatchDecodeRequest;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DeleteTokenizerRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.ExportTokenizerRequest;
import io.malmoi.v1.ExportTokenizerResponse;
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
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
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

    /** One of the tokenizer's files, raw. */
    @GET
    @Path("{id}/{file}")
    public byte[] file(@RestPath String id, @RestPath String file) throws Exception {
        ExportTokenizerRequest request =
                ExportTokenizerRequest.newBuilder().setName("tokenizers/" + id).build();
        return calls.call(http, channel -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            Set<String> files = new LinkedHashSet<>();
            boolean wanted = false;
            Iterator<ExportTokenizerResponse> pieces =
                    TokenizerServiceGrpc.newBlockingStub(channel).exportTokenizer(request);
            while (pieces.hasNext()) {
                ExportTokenizerResponse piece = pieces.next();
                if (!piece.getFile().isEmpty()) {
                    files.add(piece.getFile());
                    wanted = piece.getFile().equals(file);
                }
                if (wanted) {
                    piece.getContent().writeTo(content);
                }
            }
            if (!files.contains(file)) {
                throw new JobException(
                        Code.NOT_FOUND,
                        request.getName() + " has no file " + file + ", but " + String.join(", ", files));
            }
            return content.toByteArray();
        });
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
