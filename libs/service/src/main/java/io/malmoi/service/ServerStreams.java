package io.malmoi.service;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** Server streams written by code that may block, no faster than the caller reads. Thread-safe. */
@Singleton
public final class ServerStreams {
    private final CallThreads threads;

    ServerStreams(CallThreads threads) {
        this.threads = threads;
    }

    /** Writes a stream; returning ends it, throwing ends it with an error. */
    @FunctionalInterface
    public interface Body<T> {
        /** Sends all there is to send; runs on a thread of its own in the call's {@link Context}. */
        void write(Sink<T> sink) throws Exception;
    }

    /** Where the messages of a stream go. For one thread. */
    @FunctionalInterface
    public interface Sink<T> {
        /**
         * Sends a message, after waiting until the caller has taken in enough of those before it.
         *
         * @throws io.grpc.StatusRuntimeException CANCELLED, if the caller has gone or the deadline has passed: end the work
         */
        void send(T message);
    }

    /** Runs {@code body} for a call; to be called by the handler of a server stream before it returns. */
    public <T> void run(StreamObserver<T> responses, Body<T> body) {
        ServerCallStreamObserver<T> observer = (ServerCallStreamObserver<T>) responses;
        Gate gate = new Gate();
        observer.setOnReadyHandler(gate::open);
        observer.setOnCancelHandler(gate::open);
        Context context = Context.current();
        context.addListener(cancelled -> gate.open(), Runnable::run);
        threads.executor().execute(context.wrap(() -> write(observer, gate, body)));
    }

    private static <T> void write(ServerCallStreamObserver<T> observer, Gate gate, Body<T> body) {
        try {
            body.write(message -> send(observer, gate, message));
            observer.onCompleted();
        } catch (Exception | Error e) {
            observer.onError(e);
        }
    }

    private static <T> void send(ServerCallStreamObserver<T> observer, Gate gate, T message) {
        while (!observer.isReady() && !gone(observer)) {
            gate.await(() -> observer.isReady() || gone(observer));
        }
        if (gone(observer)) {
            throw Status.CANCELLED.withDescription("the caller has gone").asRuntimeException();
        }
        observer.onNext(message);
    }

    private static boolean gone(ServerCallStreamObserver<?> observer) {
        return observer.isCancelled() || Context.current().isCancelled();
    }

    /** Wakes the writer when something has changed. */
    private static final class Gate {
        synchronized void open() {
            notifyAll();
        }

        synchronized void await(java.util.function.BooleanSupplier opened) {
            try {
                while (!opened.getAsBoolean()) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Status.CANCELLED.withDescription("the server stops").asRuntimeException();
            }
        }
    }
}
