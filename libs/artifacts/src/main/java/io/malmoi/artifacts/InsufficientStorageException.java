package io.malmoi.artifacts;

/** A disk is full: that of the object store, or that of the local cache. The message says which. */
public final class InsufficientStorageException extends RuntimeException {
    public InsufficientStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
