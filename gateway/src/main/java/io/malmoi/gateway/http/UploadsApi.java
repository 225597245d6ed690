package io.malmoi.gateway.http;

import com.google.protobuf.Empty;
import com.google.protobuf.UnsafeByteOperations;
import com.google.rpc.Code;
import io.grpc.Channel;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.jobs.JobException;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateUploadRequest;
import io.malmoi.v1.DeleteUploadRequest;
import io.malmoi.v1.GetUploadRequest;
import io.malmoi.v1.WriteUploadRequest;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /v1/uploads}: the uploads of {@code CorpusService} that can be taken up again. */
@Path("/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class UploadsApi {
    private static final int PIECE_BYTES = 256 << 10;

    private final LocalCalls calls;
    private final JsonBody json;
    private final RoutingContext http;

    UploadsApi(LocalCalls calls, JsonBody json, RoutingContext http) {
        this.calls = calls;
        this.json = json;
        this.http = http;
    }

    @POST
    public String create(InputStream body) throws Exception {
        CreateUploadRequest request =
                json.read(body, CreateUploadRequest.newBuilder()).build();
        return Json.print(calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).createUpload(request)));
    }

    @GET
    @Path("{id}")
    public String get(@RestPath String id) throws Exception {
        GetUploadRequest request =
                GetUploadRequest.newBuilder().setName("uploads/" + id).build();
        return Json.print(calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).getUpload(request)));
    }

    /** The body is what goes behind the bytes that are kept, raw. */
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public String write(@RestPath String id, @RestQuery String offset, InputStream body) throws Exception {
        WriteUploadRequest first = WriteUploadRequest.newBuilder()
                .setName("uploads/" + id)
                .setOffset(Query.number("offset", offset))
                .build();
        return Json.print(calls.call(http, channel -> send(channel, first, body)));
    }

    @DELETE
    @Path("{id}")
    public String delete(@RestPath String id) throws Exception {
        DeleteUploadRequest request =
                DeleteUploadRequest.newBuilder().setName("uploads/" + id).build();
        Empty deleted = calls.call(
                http, channel -> CorpusServiceGrpc.newBlockingStub(channel).deleteUpload(request));
        return Json.print(deleted);
    }

    private static io.malmoi.v1.Upload send(Channel channel, WriteUploadRequest first, InputStream body)
            throws Exception {
        BlockingClientCall<WriteUploadRequest, io.malmoi.v1.Upload> call =
                CorpusServiceGrpc.newBlockingV2Stub(channel).writeUpload();
        try {
            boolean taken = call.write(first);
            byte[] piece = new byte[PIECE_BYTES];
            int length;
            while (taken && (length = body.readNBytes(piece, 0, PIECE_BYTES)) > 0) {
                taken = call.write(WriteUploadRequest.newBuilder()
                        .setContent(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(piece, length)))
                        .build());
            }
            call.halfClose();
            return call.read();
        } catch (IOException e) {
            call.cancel("the upload broke off", e);
            throw new JobException(Code.CANCELLED, "the upload broke off: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            call.cancel("the upload broke off", e);
            throw e;
        }
    }
}
