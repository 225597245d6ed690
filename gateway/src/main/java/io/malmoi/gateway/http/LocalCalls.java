package io.malmoi.gateway.http;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.malmoi.service.GrpcChannels;
import io.malmoi.service.GrpcServer;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Calls of the gateway's own gRPC server on behalf of HTTP requests: with the caller's key, and cancelled when the caller
 * closes its connection. Thread-safe.
 */
@Singleton
final class LocalCalls {
    /** After {@link GrpcServer} has drained. */
    private static final int AFTER_CALLS = 1_500;

    private static final Duration LAST_BYTES = Duration.ofSeconds(5);

    private final GrpcServer server;
    private int unanswered;

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

    /** Once the calls have ended, lets the last bytes of their responses out. */
    synchronized void stop(@Observes @Priority(AFTER_CALLS) ShutdownEvent event) throws InterruptedException {
        long end = System.nanoTime() + LAST_BYTES.toNanos();
        while (unanswered > 0 && System.nanoTime() < end) {
            wait(100);
        }
    }

    private synchronized void count(int change) {
        unanswered += change;
        notifyAll();
    }

    private CancellableContext context(RoutingContext request) {
        count(1);
        CancellableContext context = Context.ROOT
                .withValue(GrpcChannels.CALLER, request.request().getHeader(HttpHeaders.AUTHORIZATION))
                .withCancellation();
        request.addEndHandler(ended -> {
            count(-1);
            context.cancel(null);
        });
        return context;
    }
}
