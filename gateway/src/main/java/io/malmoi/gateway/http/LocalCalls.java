package io.malmoi.gateway.http;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/**
 * Calls of the gateway's own gRPC server on behalf of HTTP requests: with the caller's key, and cancelled when the caller
 * closes its connection. Thread-safe.
 */
@Singleton
final class LocalCalls {
    private final GrpcServer server;

    LocalCalls(GrpcServer server) {
        this.server = server;
    }

    /** Work that calls gRPC. */
    @FunctionalInterface
    interface Work<T> {
        T on(Channel channel) throws Exception;
    }

    /** Does {@code work} for a request, in a context that ends with it. */
    <T> T call(RoutingContext request, Work<T> work) throws Exception {
        CancellableContext context = context(request);
        try {
            return context.call(() -> work.on(server.localChannel()));
        } finally {
            context.cancel(null);
        }
    }

    /** Begins a call that goes on until the response has ended. */
    void begin(RoutingContext request, Consumer<Channel> call) {
        context(request).run(() -> call.accept(server.localChannel()));
    }

    private static CancellableContext context(RoutingContext request) {
        CancellableContext context = Context.ROOT
                .withValue(GrpcChannels.CALLER, request.request().getHeader(HttpHeaders.AUTHORIZATION))
                .withCancellation();
        request.addEndHandler(ended -> context.cancel(null));
        return context;
    }
}
