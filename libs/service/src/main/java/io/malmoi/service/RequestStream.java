package io.malmoi.service;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The messages of a call that its caller streams: they come in on the call's threads and go out to the one thread that takes them.
 * No more are asked for than are taken, so a caller can send no faster than they are used.
 */
public final class RequestStream<T> implements StreamObserver<T> {
    private static final int MESSAGES_AHEAD = 2;

    /** A message, the end of them (no message), or the call's failure. */
    private record Arrival<T>(Optional<T> message, Optional<Throwable> failure) {}

    private final ServerCallStreamObserver<?> call;
    private final BlockingQueue<Arrival<T>> arrivals = new LinkedBlockingQueue<>();

    /** To be made, and given back as the call's observer, before the call's handler returns. */
    public RequestStream(StreamObserver<?> responses) {
        this.call = (ServerCallStreamObserver<?>) responses;
        call.disableAutoRequest();
        call.request(MESSAGES_AHEAD);
    }

    @Override
    public void onNext(T message) {
        arrivals.add(new Arrival<>(Optional.of(message), Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival<>(Optional.empty(), Optional.of(failure)));
    }

    @Override
    public void onCompleted() {
        arrivals.add(new Arrival<>(Optional.empty(), Optional.empty()));
    }

    /**
     * Waits for the next message; empty when there are no more. Not to be called after that.
     *
     * @throws io.grpc.StatusRuntimeException CANCELLED, if the caller broke off
     */
    public Optional<T> next() throws InterruptedIOException {
        Arrival<T> arrival = take();
        arrival.failure().ifPresent(failure -> {
            throw Status.CANCELLED
                    .withDescription("the caller broke off the upload")
                    .withCause(failure)
                    .asRuntimeException();
        });
        arrival.message().ifPresent(message -> call.request(1));
        return arrival.message();
    }

    private Arrival<T> take() throws InterruptedIOException {
        try {
            return arrivals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }
}
