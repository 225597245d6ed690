package io.malmoi.gateway.http;

import com.google.protobuf.Message;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Writes a server stream as server-sent events, one JSON object each, asking for the next message when the caller has room for
 * it. A failure before the first event becomes the response's status; one after it, an event named {@code error} with the
 * same JSON that a failed request gets.
 */
final class EventStream<Q, R extends Message> implements ClientResponseObserver<Q, R> {
    private final HttpServerResponse response;
    private final Context loop;
    private final Function<R, String> id;
    private ClientCallStreamObserver<Q> call;

    /**
     * To be made on the request's event loop.
     *
     * @param id the id of a message's event; empty for none
     */
    EventStream(RoutingContext request, Function<R, String> id) {
        this.response = request.response();
        this.loop = request.vertx().getOrCreateContext();
        this.id = id;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
        this.call = call;
        call.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(R message) {
        String event =
                (id.apply(message).isEmpty() ? "" : "id: " + id.apply(message) + "\n") + data(Json.print(message));
        loop.runOnContext(now -> write(event));
    }

    @Override
    public void onError(Throwable failure) {
        HttpErrors.HttpError error = HttpErrors.of(failure);
        loop.runOnContext(now -> {
            if (!response.headWritten()) {
                HttpErrors.send(response, error);
            } else if (!response.ended()) {
                response.end("event: error\n" + data(error.body()));
            }
        });
    }

    @Override
    public void onCompleted() {
        loop.runOnContext(now -> {
            if (!response.ended()) {
                begin();
                response.end();
            }
        });
    }

    private void write(String event) {
        if (response.ended() || response.closed()) {
            return;
        }
        begin();
        response.write(event);
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> call.request(1));
        } else {
            call.request(1);
        }
    }

    private void begin() {
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
    }

    private static String data(String json) {
        return "data: " + json + "\n\n";
    }
}
