package io.malmoi.service;

import io.grpc.stub.StreamObserver;

/** The answer of a unary call. */
public final class Replies {
    private Replies() {}

    /** Sends {@code response} and ends the call. */
    public static <T> void send(StreamObserver<T> responses, T response) {
        responses.onNext(response);
        responses.onCompleted();
    }
}
