package io.malmoi.tokenizer;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A stream of requests, each answered before the next is asked for, and that only as fast as the caller takes the answers in.
 * The call's threads come one after another.
 */
final class Answering<Q, R> implements StreamObserver<Q> {
    private final ServerCallStreamObserver<R> call;
    private final Function<Q, R> answer;
    private final Supplier<R> rest;
    private boolean waits;
    private boolean failed;

    /**
     * To be made, and given back as the call's observer, before the call's handler returns.
     *
     * @param rest the last answer, after the last request; null for none
     */
    Answering(StreamObserver<R> responses, Function<Q, R> answer, Supplier<R> rest) {
        this.call = (ServerCallStreamObserver<R>) responses;
        this.answer = answer;
        this.rest = rest;
        call.disableAutoRequest();
        call.setOnReadyHandler(this::goOn);
        call.request(1);
    }

    private void goOn() {
        if (waits) {
            waits = false;
            call.request(1);
        }
    }

    @Override
    public void onNext(Q request) {
        try {
            call.onNext(answer.apply(request));
            waits = true;
            if (call.isReady()) {
                goOn();
            }
        } catch (RuntimeException | Error e) {
            failed = true;
            call.onError(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        failed = true;
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        R last = rest.get();
        if (last != null) {
            call.onNext(last);
        }
        call.onCompleted();
    }
}
