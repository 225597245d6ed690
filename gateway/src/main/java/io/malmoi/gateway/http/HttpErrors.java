package io.malmoi.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.malmoi.jobs.Failures;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;

/** Failures as HTTP tells them: {@code {"error": {"code", "status", "message", "details"}}}. */
final class HttpErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpErrors() {}

    /** An HTTP status and the body that goes with it. */
    record HttpError(int code, String body) {}

    static HttpError of(Throwable failure) {
        if (failure instanceof WebApplicationException refused) {
            int code = refused.getResponse().getStatus();
            return of(
                    code,
                    Status.newBuilder()
                            .setCode(grpcCode(code).getNumber())
                            .setMessage(refused.getMessage())
                            .build());
        }
        Status status = Failures.toStatus(failure);
        return of(httpCode(Code.forNumber(status.getCode())), status);
    }

    /** Answers a request of a Vert.x route that has failed. */
    static void send(RoutingContext failed, Throwable failure) {
        if (!failed.response().headWritten()) {
            send(failed.response(), of(failure));
        }
    }

    static void send(HttpServerResponse response, HttpError error) {
        response.setStatusCode(error.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(error.body());
    }

    private static HttpError of(int httpCode, Status status) {
        ObjectNode error = JSON.createObjectNode()
                .put("code", httpCode)
                .put("status", Code.forNumber(status.getCode()).name())
                .put("message", status.getMessage());
        ArrayNode details = error.putArray("details");
        status.getDetailsList().forEach(detail -> details.add(json(detail)));
        return new HttpError(
                httpCode, JSON.createObjectNode().set("error", error).toString());
    }

    private static ObjectNode json(Any detail) {
        try {
            return (ObjectNode) JSON.readTree(Json.print(detail));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a printed message is JSON", e);
        }
    }

    private static int httpCode(Code code) {
        return switch (code) {
            case OK -> 200;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case CANCELLED -> 499;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case UNKNOWN, INTERNAL, DATA_LOSS, UNRECOGNIZED -> 500;
        };
    }

    private static Code grpcCode(int httpCode) {
        return switch (httpCode) {
            case 401 -> Code.UNAUTHENTICATED;
            case 403 -> Code.PERMISSION_DENIED;
            case 404 -> Code.NOT_FOUND;
            case 405, 501 -> Code.UNIMPLEMENTED;
            case 413, 429 -> Code.RESOURCE_EXHAUSTED;
            case 503 -> Code.UNAVAILABLE;
            default -> httpCode < 500 ? Code.INVALID_ARGUMENT : Code.INTERNAL;
        };
    }
}
