package io.malmoi.jobs;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.malmoi.artifacts.ArtifactCorruptException;
import io.malmoi.artifacts.ArtifactExistsException;
import io.malmoi.artifacts.ArtifactNotFoundException;
import io.malmoi.artifacts.InsufficientStorageException;
import io.malmoi.artifacts.ObjectStoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as a user may see them. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /**
     * The status of a failure, with details: {@code BadRequest} for wrong fields, {@code RetryInfo} where a time is known.
     *
     * <p>What is known keeps its message. An {@link IllegalArgumentException} is taken for a message to the user
     * ({@code INVALID_ARGUMENT}). Anything unknown becomes {@code INTERNAL} with an id under which it is logged here; no
     * stack trace and no message of unknown origin goes out.
     */
    public static Status toStatus(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof JobException known) {
            return status(known);
        }
        if (cause instanceof StatusRuntimeException || cause instanceof StatusException) {
            return StatusProto.fromThrowable(cause);
        }
        if (cause instanceof OutOfMemoryError) {
            return status(
                    Code.RESOURCE_EXHAUSTED,
                    "Out of memory (" + cause.getMessage()
                            + "); give the service more memory, or make the work smaller");
        }
        if (isDiskFull(cause)) {
            return status(Code.RESOURCE_EXHAUSTED, "The disk is full (" + cause.getMessage() + "); free some space");
        }
        Code code = code(cause);
        return code == Code.INTERNAL ? internal(cause) : status(code, message(cause));
    }

    private static Code code(Throwable failure) {
        if (failure instanceof ArtifactNotFoundException) {
            return Code.NOT_FOUND;
        }
        if (failure instanceof ArtifactExistsException) {
            return Code.ALREADY_EXISTS;
        }
        if (failure instanceof ArtifactCorruptException) {
            return Code.DATA_LOSS;
        }
        if (failure instanceof InsufficientStorageException) {
            return Code.RESOURCE_EXHAUSTED;
        }
        if (failure instanceof ObjectStoreUnavailableException || failure instanceof KafkaException) {
            return Code.UNAVAILABLE;
        }
        if (failure instanceof JobStoppedException
                || failure instanceof CancellationException
                || failure instanceof InterruptedException) {
            return Code.CANCELLED;
        }
        return failure instanceof IllegalArgumentException ? Code.INVALID_ARGUMENT : Code.INTERNAL;
    }

    private static Throwable unwrap(Throwable failure) {
        boolean wrapper = failure instanceof ExecutionException
                || failure instanceof CompletionException
                || failure instanceof UncheckedIOException;
        return wrapper && failure.getCause() != null ? unwrap(failure.getCause()) : failure;
    }

    /** Java has no exception for a full disk: the operating system's words are all there is. */
    private static boolean isDiskFull(Throwable failure) {
        return failure instanceof IOException
                && failure.getMessage() != null
                && (failure.getMessage().contains("No space left on device")
                        || failure.getMessage().contains("not enough space on the disk"));
    }

    private static Status status(JobException failure) {
        Status.Builder status = status(failure.code(), message(failure)).toBuilder();
        if (!failure.violations().isEmpty()) {
            BadRequest.Builder details = BadRequest.newBuilder();
            failure.violations()
                    .forEach(violation -> details.addFieldViolationsBuilder()
                            .setField(violation.field())
                            .setDescription(violation.description()));
            status.addDetails(Any.pack(details.build()));
        }
        failure.retryAfter()
                .map(delay -> RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(delay.toMillis())))
                .ifPresent(details -> status.addDetails(Any.pack(details.build())));
        return status.build();
    }

    private static Status internal(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.error("Internal error {}", id, failure);
        return status(Code.INTERNAL, "Internal error; the service's log says more under " + id);
    }

    private static Status status(Code code, String message) {
        return Status.newBuilder().setCode(code.getNumber()).setMessage(message).build();
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
