package io.malmoi.service;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.malmoi.jobs.Failures;
import jakarta.inject.Singleton;

/**
 * Turns whatever a handler throws, or gives to {@code onError}, into a status with details. {@link Failures}
 * decides which; no stack trace leaves the process.
 */
@Singleton
final class Errors implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        OnceClosedCall<Q, R> guarded = new OnceClosedCall<>(call);
        try {
            return new Catching<>(next.startCall(guarded, headers), guarded);
        } catch (RuntimeException | Error e) {
            guarded.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    private static StatusRuntimeException describe(Throwable failure) {
        if (failure instanceof StatusRuntimeException described) {
            return described;
        }
        if (failure instanceof StatusException described) {
            return new StatusRuntimeException(described.getStatus(), described.getTrailers());
        }
        if (Context.current().isCancelled()) {
            return Status.CANCELLED.withDescription("the call was given up").asRuntimeException();
        }
        return StatusProto.toStatusRuntimeException(Failures.toStatus(failure));
    }

    /**
     * A call that takes one close, from any thread, and ignores what comes after it, or after the caller has gone: when a
     * message was too large, Netty has ended the stream already, and one more frame would end the connection.
     */
    private static final class OnceClosedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private boolean closed;

        OnceClosedCall(ServerCall<Q, R> delegate) {
            super(delegate);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (open()) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(R message) {
            if (open()) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!open()) {
                return;
            }
            if (status.getCode() == Status.Code.UNKNOWN && status.getCause() != null) {
                fail(status.getCause());
            } else {
                closed = true;
                super.close(status, trailers);
            }
        }

        private boolean open() {
            return !closed && !isCancelled();
        }

        synchronized void fail(Throwable failure) {
            if (open()) {
                closed = true;
                StatusRuntimeException described = describe(failure);
                Metadata trailers = described.getTrailers();
                super.close(described.getStatus(), trailers == null ? new Metadata() : trailers);
            }
        }
    }

    /** Hands no more to a handler that has thrown, except the end of the call. */
    private static final class Catching<Q> extends SimpleForwardingServerCallListener<Q> {
        private final OnceClosedCall<?, ?> call;
        private boolean failed;

        Catching(ServerCall.Listener<Q> delegate, OnceClosedCall<?, ?> call) {
            super(delegate);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            attempt(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            attempt(super::onHalfClose);
        }

        @Override
        public void onReady() {
            attempt(super::onReady);
        }

        private void attempt(Runnable step) {
            if (failed) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                failed = true;
                call.fail(e);
            }
        }
    }
}
