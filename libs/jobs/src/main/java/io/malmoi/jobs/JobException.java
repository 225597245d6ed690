package io.malmoi.jobs;

import com.google.rpc.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A failure with a code of gRPC and a message for the user, who reads it as it is. */
public final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient List<Violation> violations;
    private final transient Duration retryAfter;

    /** A failure that the message explains: what was wrong, what was expected, what to do. */
    public JobException(Code code, String message) {
        this(code, message, null);
    }

    /** As above, with the cause for the log. */
    public JobException(Code code, String message, Throwable cause) {
        this(code, message, cause, List.of(), null);
    }

    private JobException(Code code, String message, Throwable cause, List<Violation> violations, Duration retryAfter) {
        super(message, cause);
        this.code = code;
        this.violations = violations;
        this.retryAfter = retryAfter;
    }

    /** {@code INVALID_ARGUMENT} that names every wrong field; at least one. */
    public static JobException invalid(List<Violation> violations) {
        String message = violations.stream()
                .map(violation -> violation.field() + ": " + violation.description())
                .collect(Collectors.joining("; "));
        return new JobException(Code.INVALID_ARGUMENT, message, null, List.copyOf(violations), null);
    }

    /** A failure that passes: the same call may succeed after {@code retryAfter}. */
    public static JobException passing(Code code, String message, Duration retryAfter) {
        return passing(code, message, retryAfter, null);
    }

    /** As above, with the cause for the log. */
    public static JobException passing(Code code, String message, Duration retryAfter, Throwable cause) {
        return new JobException(code, message, cause, List.of(), retryAfter);
    }

    /** The code of gRPC. */
    public Code code() {
        return code;
    }

    /** The wrong fields, if that is what is wrong; else empty. */
    public List<Violation> violations() {
        return violations;
    }

    /** After what time the call is worth repeating; empty if it is not, or if nobody knows. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
