package io.malmoi.cli.client;

/** A failure that is told to the user as one line, and to the script as an exit code. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /** A failure with an {@link ExitCode} and a line that says what was wrong and what to do. */
    public CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
