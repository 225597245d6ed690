package io.malmoi.datasets.readers;

/** A record that cannot be read; those behind it can. The message names the place and the reason. */
final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedRecordException(String message) {
        super(message);
    }
}
