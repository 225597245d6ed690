package io.malmoi.service;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a unary call that takes longer than {@code malmoi.grpc.unary-timeout}; a stream may last as long as its caller allows. */
@Singleton
final class UnaryTimeout implements ServerInterceptor {
    private final Duration timeout;
    private final CallThreads threads;

    UnaryTimeout(MalmoiConfig config, CallThreads threads) {
        this.timeout = config.grpc().unaryTimeout();
        this.threads = threads;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        CancellableContext context =
                Context.current().withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS, threads.clock());
        context.addListener(ended -> closeIfLate(ended, call), threads.executor());
        return new SimpleForwardingServerCallListener<>(Contexts.interceptCall(context, call, headers, next)) {
            @Override
            public void onComplete() {
                super.onComplete();
                context.cancel(null);
            }

            @Override
            public void onCancel() {
                super.onCancel();
                context.cancel(null);
            }
        };
    }

    private void closeIfLate(Context ended, ServerCall<?, ?> call) {
        if (ended.cancellationCause() instanceof TimeoutException) {
            call.close(
                    Status.DEADLINE_EXCEEDED.withDescription(
                            "the call took longer than its deadline, or than malmoi.grpc.unary-timeout (%d ms) allows"
                                    .formatted(timeout.toMillis())),
                    new Metadata());
        }
    }
}
