package io.malmoi.artifacts;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Turns what the client throws into {@link ObjectStoreUnavailableException} and {@link InsufficientStorageException}. */
final class StoreErrors {
    private static final Set<String> REFUSED = Set.of("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch");
    private static final int INSUFFICIENT_STORAGE = 507;

    private final ObjectStoreSettings settings;

    StoreErrors(ObjectStoreSettings settings) {
        this.settings = settings;
    }

    RuntimeException translate(Exception thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof Error error) {
            throw error;
        }
        if (isFull(cause)) {
            return new InsufficientStorageException(
                    "The disk of the object store at " + settings.endpoint() + " is full.", cause);
        }
        if (cause instanceof ErrorResponseException response) {
            return translate(response);
        }
        if (cause instanceof MinioException && cause.getCause() instanceof IOException io) {
            cause = io;
        }
        if (cause instanceof IOException || cause instanceof MinioException) {
            return failed(firstLine(cause), cause);
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    private RuntimeException translate(ErrorResponseException response) {
        String code = response.errorResponse().code();
        if (REFUSED.contains(code)) {
            return failed(
                    "it refuses access key '" + settings.accessKey() + "' (" + code
                            + "); check the access key, the secret key and the bucket's permissions",
                    response);
        }
        if ("NoSuchBucket".equals(code)) {
            return failed("it has no bucket '" + settings.bucket() + "'", response);
        }
        return failed(code + ": " + response.errorResponse().message(), response);
    }

    ObjectStoreUnavailableException failed(String why, Throwable cause) {
        return new ObjectStoreUnavailableException(
                "The object store at " + settings.endpoint() + " does not serve: " + why + ".", cause);
    }

    private static boolean isFull(Throwable thrown) {
        if (thrown instanceof ServerException server && server.statusCode() == INSUFFICIENT_STORAGE) {
            return true;
        }
        if (thrown instanceof ErrorResponseException response) {
            return response.response().code() == INSUFFICIENT_STORAGE
                    || "XMinioStorageFull".equals(response.errorResponse().code());
        }
        return isDiskFull(thrown);
    }

    /** Whether an error of the local disk, or of a server that hands it on, says that there is no room. */
    static boolean isDiskFull(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    private static String firstLine(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null
                ? thrown.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
