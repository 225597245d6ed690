package io.malmoi.data;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One upload, as a client sends it. */
final class Uploads implements ClientResponseObserver<CreateCorpusRequest, Corpus> {
    private final CompletableFuture<Corpus> answer = new CompletableFuture<>();
    private ClientCallStreamObserver<CreateCorpusRequest> requests;

    static Uploads begin(Channel channel) {
        var upload = new Uploads();
        CorpusServiceGrpc.newStub(channel).createCorpus(upload);
        return upload;
    }

    /** Uploads a text in messages of so many bytes. */
    static Corpus upload(Channel channel, String id, byte[] text, int messageBytes) throws Throwable {
        Uploads upload = begin(channel);
        upload.send(id, new byte[0]);
        for (int at = 0; at < text.length; at += messageBytes) {
            int end = Math.min(text.length, at + messageBytes);
            upload.send("", UnsafeByteOperations.unsafeWrap(text, at, end - at));
        }
        return upload.end();
    }

    static Corpus upload(Channel channel, String id, String text) throws Throwable {
        return upload(channel, id, text.getBytes(StandardCharsets.UTF_8), 1 << 20);
    }

    /** Sends a message as it is. */
    void send(CreateCorpusRequest message) {
        requests.onNext(message);
    }

    void send(String id, byte[] content) {
        send(id, ByteString.copyFrom(content));
    }

    private void send(String id, ByteString content) {
        requests.onNext(CreateCorpusRequest.newBuilder()
                .setCorpusId(id)
                .setContent(content)
                .build());
    }

    /** Ends the upload; gives the answer or throws the call's failure. */
    Corpus end() throws Throwable {
        requests.onCompleted();
        return answer();
    }

    Corpus answer() throws Throwable {
        try {
            return answer.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** Whether the transport would take more at once. */
    boolean isReady() {
        return requests.isReady();
    }

    void breakOff() {
        requests.cancel("gone", null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<CreateCorpusRequest> requests) {
        this.requests = requests;
    }

    @Override
    public void onNext(Corpus corpus) {
        answer.complete(corpus);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
}
