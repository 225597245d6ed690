package io.malmoi.inference;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.malmoi.v1.GenerateFinish;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call of Generate, seen from its caller. */
final class Call implements ClientResponseObserver<GenerateRequest, GenerateResponse> {
    private static final int PATIENCE_SECONDS = 60;

    private final CompletableFuture<List<GenerateResponse>> end = new CompletableFuture<>();
    private final List<GenerateResponse> responses = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private ClientCallStreamObserver<GenerateRequest> control;

    @Override
    public void beforeStart(ClientCallStreamObserver<GenerateRequest> stream) {
        control = stream;
    }

    @Override
    public void onNext(GenerateResponse response) {
        responses.add(response);
        begun.countDown();
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(responses);
    }

    /** Waits for the first token. */
    Call awaitBegin() throws InterruptedException {
        if (!begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no token came");
        }
        return this;
    }

    /** The caller goes away. */
    void cancel() {
        control.cancel("the test has seen enough", null);
    }

    boolean ended() {
        return end.isDone();
    }

    /** Waits for the end. */
    List<GenerateResponse> responses() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String text() throws Exception {
        StringBuilder text = new StringBuilder();
        responses().forEach(response -> text.append(response.getDelta().getText()));
        return text.toString();
    }

    List<Integer> ids() throws Exception {
        return responses().stream()
                .flatMap(response -> response.getDelta().getIdsList().stream())
                .toList();
    }

    GenerateFinish finish() throws Exception {
        return responses().get(responses.size() - 1).getFinish();
    }
}
