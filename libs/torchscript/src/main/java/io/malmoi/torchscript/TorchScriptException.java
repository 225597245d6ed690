package io.malmoi.torchscript;

/** A call that failed inside libtorch. Its stack trace is that of the Java code which wrote the failing line of the program. */
public final class TorchScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TorchScriptException(String message, Throwable cause) {
        super(message, cause);
    }
}
