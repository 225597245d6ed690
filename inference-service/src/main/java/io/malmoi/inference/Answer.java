package io.malmoi.inference;

import com.google.protobuf.util.Durations;
import io.grpc.stub.ServerCallStreamObserver;
import io.malmoi.v1.GenerateFinish;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.TextDelta;

/**
 * Sends an answer to its caller. A caller who reads slowly holds up nobody: what it has not read yet is kept, which is at most
 * an answer as long as the model's block size.
 */
final class Answer implements GenerationListener {
    private final ServerCallStreamObserver<GenerateResponse> caller;
    private final long arrival;
    private final EngineMetrics metrics;
    private GenerationOptions options;
    private long firstToken;
    private int count;

    /** For a request that arrived at a {@link System#nanoTime}. */
    Answer(ServerCallStreamObserver<GenerateResponse> caller, long arrival, EngineMetrics metrics) {
        this.caller = caller;
        this.arrival = arrival;
        this.metrics = metrics;
    }

    /** Must be called before the answer begins. */
    void begin(GenerationOptions chosen) {
        options = chosen;
    }

    @Override
    public void token(int id, String text) {
        if (count == 0) {
            firstToken = System.nanoTime();
            metrics.firstToken(firstToken - arrival);
        }
        count++;
        send(TextDelta.newBuilder().setText(text).addIds(id).build());
    }

    @Override
    public void text(String text) {
        send(TextDelta.newBuilder().setText(text).build());
    }

    @Override
    public void finished(GenerateFinish.Reason reason, String stop) {
        long end = System.nanoTime();
        metrics.finished(options.prompt().length, count, end - firstToken);
        GenerateFinish.Builder finish = GenerateFinish.newBuilder()
                .setReason(reason)
                .setStop(stop)
                .setPromptTokens(options.prompt().length)
                .setNewTokens(count)
                .setSeed(options.sampling().seed())
                .setTotalTime(Durations.fromNanos(end - arrival));
        finish.setTimeToFirstToken(Durations.fromNanos((count == 0 ? end : firstToken) - arrival));
        caller.onNext(GenerateResponse.newBuilder().setFinish(finish).build());
        caller.onCompleted();
    }

    @Override
    public void failed(Throwable failure) {
        caller.onError(failure);
    }

    @Override
    public boolean cancelled() {
        return caller.isCancelled();
    }

    private void send(TextDelta delta) {
        caller.onNext(GenerateResponse.newBuilder().setDelta(delta).build());
    }
}
