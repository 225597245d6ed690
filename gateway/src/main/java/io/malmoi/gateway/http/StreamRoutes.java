package io.malmoi.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Channel;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.WatchJobRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Iterator;

/**
 * The streams of the HTTP API: {@code GET /v1/jobs/{id}:watch} and {@code POST /v1/models/{id}:generate}. They are Vert.x
 * routes, since quarkus-rest neither stops nor waits when a reader of events goes away or is slow.
 */
@Singleton
final class StreamRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "text/event-stream";

    private final LocalCalls calls;
    private final JsonBody json;
    private final int bodyLimit;

    StreamRoutes(LocalCalls calls, JsonBody json, MalmoiConfig config) {
        this.calls = calls;
        this.json = json;
        this.bodyLimit = config.grpc().maxMessageBytes();
    }

    void register(@Observes Router router) {
        router.getWithRegex("/v1/jobs/([^/:]+):watch").handler(this::watch).failureHandler(this::fail);
        router.postWithRegex("/v1/models/([^:]+):generate")
                .handler(BodyHandler.create(false).setBodyLimit(bodyLimit))
                .handler(this::generate)
                .failureHandler(this::fail);
    }

    /** Every event has its position as id, so that a browser that reconnects goes on where it was. */
    private void watch(RoutingContext http) {
        String reconnected = http.request().getHeader("Last-Event-ID");
        WatchJobRequest request = WatchJobRequest.newBuilder()
                .setName("jobs/" + http.pathParam("param0"))
                .setAfterPosition(
                        reconnected == null
                                ? Query.number("after_position", http.request().getParam("after_position"))
                                : Query.number("Last-Event-ID", reconnected))
                .build();
        calls.begin(
                http,
                channel -> JobServiceGrpc.newStub(channel)
                        .watchJob(
                                request,
                                new EventStream<WatchJobRequest, JobEvent>(
                                        http, event -> Long.toString(event.getPosition()))));
    }

    private void generate(RoutingContext http) {
        GenerateRequest request = json.read(bytes(http.body().buffer()), GenerateRequest.newBuilder())
                .setModel("models/" + http.pathParam("param0"))
                .build();
        String accept = http.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(EVENTS)) {
            calls.begin(
                    http,
                    channel -> InferenceServiceGrpc.newStub(channel)
                            .generate(
                                    request, new EventStream<GenerateRequest, GenerateResponse>(http, response -> "")));
        } else {
            http.vertx()
                    .executeBlocking(() -> calls.call(http, channel -> whole(channel, request)), false)
                    .onSuccess(answer -> http.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .end(answer))
                    .onFailure(http::fail);
        }
    }

    /** All deltas in one: {@code text}, {@code ids}, {@code finish}. */
    private static String whole(Channel channel, GenerateRequest request) throws Exception {
        StringBuilder text = new StringBuilder();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode ids = JSON.createArrayNode();
        Iterator<GenerateResponse> responses =
                InferenceServiceGrpc.newBlockingStub(channel).generate(request);
        while (responses.hasNext()) {
            GenerateResponse response = responses.next();
            text.append(response.getDelta().getText());
            response.getDelta().getIdsList().forEach(ids::add);
            if (response.hasFinish()) {
                answer.set("finish", JSON.readTree(Json.print(response.getFinish())));
            }
        }
        return answer.put("text", text.toString()).set("ids", ids).toString();
    }

    private static byte[] bytes(Buffer body) {
        return body == null ? new byte[0] : body.getBytes();
    }

    private void fail(RoutingContext http) {
        HttpErrors.send(http, http.statusCode() == 413 ? json.tooLarge() : http.failure());
    }
}
