package io.malmoi.cli.client;

import io.grpc.Status;

/** What the process tells the script that called it. */
public final class ExitCode {
    /** All went well. */
    public static final int OK = 0;
    /** Something else went wrong. */
    public static final int OTHER = 1;
    /** The command, or a value that it was given, is wrong. */
    public static final int USAGE = 2;
    /** What was named does not exist. */
    public static final int NOT_FOUND = 3;
    /** It exists already, or is in no state for this. */
    public static final int CONFLICT = 4;
    /** Nothing answers, or it is too busy; try again later. */
    public static final int UNAVAILABLE = 5;
    /** The job failed or was cancelled. */
    public static final int JOB_ENDED_BADLY = 6;
    /** The key is missing, wrong or allows too little. */
    public static final int NO_PERMISSION = 7;
    /** Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** The exit code for a gRPC status. */
    public static int of(Status.Code code) {
        return switch (code) {
            case OK -> OK;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case FAILED_PRECONDITION, ALREADY_EXISTS, ABORTED -> CONFLICT;
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED -> UNAVAILABLE;
            case UNAUTHENTICATED, PERMISSION_DENIED -> NO_PERMISSION;
            default -> OTHER;
        };
    }
}
