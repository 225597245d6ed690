package io.malmoi.data;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.v1.CreateCorpusRequest;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An upload: messages come in on the call's threads, bytes go out to the one thread that reads. No more messages are asked
 * for than are read, so a caller can send no faster than the text is stored. A call that breaks off ends reading with
 * CANCELLED.
 */
final class CorpusUpload extends InputStream implements StreamObserver<CreateCorpusRequest> {
    private static final int MESSAGES_AHEAD = 2;

    /** A message, the end of them (no message), or the call's failure. */
    private record Arrival(Optional<CreateCorpusRequest> message, Optional<Throwable> failure) {}

    private final ServerCallStreamObserver<?> call;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private CreateCorpusRequest first;
    private ByteString content = ByteString.EMPTY;
    private int taken;
    private boolean ended;

    /** To be made, and given back as the call's observer, before the call's handler returns. */
    CorpusUpload(ServerCallStreamObserver<?> call) {
        this.call = call;
        call.disableAutoRequest();
        call.request(MESSAGES_AHEAD);
    }

    @Override
    public void onNext(CreateCorpusRequest message) {
        arrivals.add(new Arrival(Optional.of(message), Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new Arrival(Optional.empty(), Optional.of(failure)));
    }

    @Override
    public void onCompleted() {
        arrivals.add(new Arrival(Optional.empty(), Optional.empty()));
    }

    /** The id asked for, which the first message carries; empty if it carries none. Waits for that message. */
    String corpusId() throws InterruptedIOException {
        if (first == null && !ended) {
            advance();
        }
        return first == null ? "" : first.getCorpusId();
    }

    @Override
    public int read() throws InterruptedIOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws InterruptedIOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (taken == content.size() && !ended) {
            advance();
        }
        if (ended && length > 0) {
            return -1;
        }
        int count = Math.min(length, content.size() - taken);
        content.copyTo(target, taken, offset, count);
        taken += count;
        return count;
    }

    /** Goes on to the next message, and asks for one more. */
    private void advance() throws InterruptedIOException {
        Arrival arrival = await();
        if (arrival.failure().isPresent()) {
            throw Status.CANCELLED
                    .withDescription("the caller broke off the upload")
                    .withCause(arrival.failure().get())
                    .asRuntimeException();
        }
        content = ByteString.EMPTY;
        taken = 0;
        ended = arrival.message().isEmpty();
        arrival.message().ifPresent(this::accept);
    }

    private void accept(CreateCorpusRequest message) {
        call.request(1);
        if (first == null) {
            first = message.toBuilder().clearContent().build();
        } else if (!message.getCorpusId().isEmpty() && !message.getCorpusId().equals(first.getCorpusId())) {
            throw JobException.invalid(List.of(new Violation(
                    "corpus_id", "differs from the one in the first message; send it in the first message only")));
        }
        content = message.getContent();
    }

    private Arrival await() throws InterruptedIOException {
        try {
            return arrivals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }
}
