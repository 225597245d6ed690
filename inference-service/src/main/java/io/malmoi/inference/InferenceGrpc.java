package io.malmoi.inference;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.InferenceServiceGrpc;
import jakarta.inject.Singleton;

/** Text generation. */
@Singleton
public final class InferenceGrpc extends InferenceServiceGrpc.InferenceServiceImplBase {
    private final Models models;
    private final EngineMetrics metrics;

    InferenceGrpc(Models models, EngineMetrics metrics) {
        this.models = models;
        this.metrics = metrics;
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
        var caller = (ServerCallStreamObserver<GenerateResponse>) responses;
        Answer answer = new Answer(caller, System.nanoTime(), metrics);
        // The engine looks at isCancelled() before every step; with a handler, sending to a caller who has gone is no
        // error.
        caller.setOnCancelHandler(() -> {});
        GenerateRules.check(request);
        Models.Lease lease = models.acquire(request.getModel());
        try {
            begin(request, answer, lease);
        } catch (RuntimeException | Error e) {
            lease.release();
            throw e;
        }
    }

    private static void begin(GenerateRequest request, Answer answer, Models.Lease lease) {
        LoadedModel model = lease.model();
        if (!request.getTokenizer().isEmpty()) {
            model.requireTokenizer(request.getTokenizer());
        }
        int endOfText = model.endOfText();
        int[] prompt = request.getPrompt().isEmpty()
                ? new int[] {endOfText}
                : model.tokenizer().encode(request.getPrompt());
        GenerationOptions options = GenerateRules.options(request, prompt, model.blockSize());
        answer.begin(options);
        model.engine()
                .submit(new Generation(
                        options,
                        model.tokenizer().vocabularySize(),
                        endOfText,
                        model.tokenizer().streamingDecoder(true),
                        answer,
                        lease::release));
    }
}
