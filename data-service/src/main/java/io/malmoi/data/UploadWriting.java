package io.malmoi.data;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import io.malmoi.jobs.JobException;
import io.malmoi.service.Violations;
import io.malmoi.v1.Upload;
import io.malmoi.v1.WriteUploadRequest;
import java.util.Arrays;

/** A call that goes on with an upload: keeps whole parts, and the last one. Its messages come one by one, when the one before is done with. */
final class UploadWriting implements StreamObserver<WriteUploadRequest> {
    private final UnfinishedUploads uploads;
    private final StreamObserver<Upload> responses;
    private final byte[] part = new byte[UnfinishedUploads.PART_BYTES];
    private Upload upload;
    private long committed;
    private int filled;
    private boolean failed;

    UploadWriting(UnfinishedUploads uploads, StreamObserver<Upload> responses) {
        this.uploads = uploads;
        this.responses = responses;
    }

    @Override
    public void onNext(WriteUploadRequest message) {
        attempt(() -> {
            if (upload == null) {
                begin(message);
            }
            add(message.getContent());
        });
    }

    private void begin(WriteUploadRequest first) {
        upload = uploads.get(first.getName());
        committed = upload.getCommittedBytes();
        if (first.getOffset() != committed) {
            throw new JobException(
                    Code.FAILED_PRECONDITION,
                    "offset is " + first.getOffset() + ", but " + upload.getName() + " has " + committed
                            + " bytes; go on from there");
        }
    }

    private void add(ByteString content) {
        new Violations()
                .require(
                        content.size() <= upload.getBytes() - committed - filled,
                        "content",
                        "goes beyond the " + upload.getBytes() + " bytes that the upload's files have")
                .throwIfAny();
        for (int taken = 0; taken < content.size(); ) {
            int count = Math.min(content.size() - taken, part.length - filled);
            content.copyTo(part, taken, filled, count);
            taken += count;
            filled += count;
            if (filled == part.length || committed + filled == upload.getBytes()) {
                uploads.append(upload.getName(), committed, Arrays.copyOf(part, filled));
                committed += filled;
                filled = 0;
            }
        }
    }

    @Override
    public void onCompleted() {
        attempt(() -> {
            new Violations().require(upload != null, "name", "is required").throwIfAny();
            responses.onNext(upload.toBuilder().setCommittedBytes(committed).build());
            responses.onCompleted();
        });
    }

    /** What was kept stays. */
    @Override
    public void onError(Throwable failure) {
        failed = true;
    }

    private void attempt(Runnable work) {
        if (failed) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            failed = true;
            responses.onError(e);
        }
    }
}
