package io.malmoi.data;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.malmoi.datasets.readers.SourceFile;
import io.malmoi.service.Violations;
import io.malmoi.v1.CreateCorpusRequest;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An upload: messages come in on the call's threads, files go out to the one thread that reads. No more messages are asked
 * for than are read, so a caller can send no faster than the text is stored. A call that breaks off ends reading with
 * CANCELLED.
 */
final class CorpusUpload implements SourceFile.Files, StreamObserver<CreateCorpusRequest> {
    private static final int MESSAGES_AHEAD = 2;
    private static final int LONGEST_NAME = 1_024;

    /** A message, the end of them (no message), or the call's failure. */
    private record Arrival(Optional<CreateCorpusRequest> message, Optional<Throwable> failure) {}

    private final ServerCallStreamObserver<?> call;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private CreateCorpusRequest first;
    private ByteString content = ByteString.EMPTY;
    private int taken;
    private Optional<String> nextFile = Optional.empty();
    private boolean begun;
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

    /** The first message without its content, which says what is asked for; empty if there is none. Waits for it. */
    CreateCorpusRequest first() throws InterruptedIOException {
        if (first == null && !ended) {
            advance();
        }
        return first == null ? CreateCorpusRequest.getDefaultInstance() : first;
    }

    /** The next file; what is left of the one before is passed over. The first one may have no name. */
    @Override
    public Optional<SourceFile> next() throws InterruptedIOException {
        while (nextFile.isEmpty() && !ended && (begun || taken == content.size())) {
            advance();
        }
        if (ended) {
            return Optional.empty();
        }
        begun = true;
        String name = nextFile.orElse("");
        nextFile = Optional.empty();
        return Optional.of(new SourceFile(name, new Content()));
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
        } else {
            new Violations()
                    .require(
                            message.getCorpusId().isEmpty()
                                    || message.getCorpusId().equals(first.getCorpusId()),
                            "corpus_id",
                            "differs from the one in the first message; send it in the first message only")
                    .require(
                            !message.hasFormat() || message.getFormat().equals(first.getFormat()),
                            "format",
                            "differs from the one in the first message; send it in the first message only")
                    .throwIfAny();
        }
        String file = message.getFile();
        new Violations()
                .require(
                        file.length() <= LONGEST_NAME,
                        "file",
                        "has " + file.length() + " characters; at most " + LONGEST_NAME)
                .throwIfAny();
        nextFile = file.isEmpty() ? Optional.empty() : Optional.of(file);
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

    /** The bytes of the file under way. */
    private final class Content extends InputStream {
        @Override
        public int read() throws InterruptedIOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws InterruptedIOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            while (taken == content.size() && nextFile.isEmpty() && !ended) {
                advance();
            }
            if ((ended || nextFile.isPresent()) && length > 0) {
                return -1;
            }
            int count = Math.min(length, content.size() - taken);
            content.copyTo(target, taken, offset, count);
            taken += count;
            return count;
        }
    }
}
