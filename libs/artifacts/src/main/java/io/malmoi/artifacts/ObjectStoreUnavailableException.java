package io.malmoi.artifacts;

/** The object store cannot be reached, fails, or refuses the credentials. The message names its endpoint. */
public final class ObjectStoreUnavailableException extends RuntimeException {
    public ObjectStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
