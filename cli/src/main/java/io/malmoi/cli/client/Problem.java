package io.malmoi.cli.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A failure in the words of the user.
 *
 * @param exitCode one of {@link ExitCode}
 * @param status the name of the gRPC status, such as {@code NOT_FOUND}
 * @param message what was wrong, what was expected, what to do
 * @param violations every wrong field; empty unless fields were wrong
 */
public record Problem(int exitCode, String status, String message, List<FieldViolation> violations) {

    /** Explains what was thrown by a command that spoke, if it spoke at all, to the Malmoi at {@code address}. */
    public static Problem of(Throwable thrown, Supplier<String> address) {
        if (thrown instanceof CliException failure) {
            return new Problem(failure.exitCode(), statusName(failure.exitCode()), failure.getMessage(), List.of());
        }
        if (thrown instanceof StatusRuntimeException failure) {
            return ofStatus(failure, address);
        }
        if (thrown instanceof IOException) {
            return new Problem(ExitCode.OTHER, "UNKNOWN", describe((IOException) thrown), List.of());
        }
        return new Problem(ExitCode.OTHER, "INTERNAL", "unexpected: " + thrown, List.of());
    }

    /** The lines to show; of several wrong fields, each has one. */
    public List<String> lines() {
        if (violations.size() < 2) {
            return List.of(message);
        }
        return Stream.concat(
                        Stream.of(violations.size() + " values are wrong:"),
                        violations.stream().map(it -> "  " + it.getField() + ": " + it.getDescription()))
                .toList();
    }

    /** The same for a script: {@code {"error":{"status","message","exitCode","fields":[{"field","message"}]}}}. */
    public JsonObject toJson() {
        JsonArray fields = new JsonArray();
        violations.forEach(violation -> {
            JsonObject field = new JsonObject();
            field.addProperty("field", violation.getField());
            field.addProperty("message", violation.getDescription());
            fields.add(field);
        });
        JsonObject error = new JsonObject();
        error.addProperty("status", status);
        error.addProperty("message", message);
        error.addProperty("exitCode", exitCode);
        error.add("fields", fields);
        JsonObject json = new JsonObject();
        json.add("error", error);
        return json;
    }

    private static Problem ofStatus(StatusRuntimeException failure, Supplier<String> address) {
        Status status = failure.getStatus();
        String message = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
            message = "nothing answers at " + address.get() + ": run `malmoi up`, or name another with --address";
        } else if (status.getCode() == Status.Code.UNAUTHENTICATED) {
            message += " (give the key with --key or MALMOI_KEY)";
        } else if (message.startsWith("gRPC message exceeds maximum size")) {
            message += " bytes (send less at once, or raise malmoi.grpc.max-message-bytes of the service)";
        }
        return new Problem(ExitCode.of(status.getCode()), status.getCode().name(), message, violations(failure));
    }

    private static List<FieldViolation> violations(StatusRuntimeException failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        List<FieldViolation> violations = new ArrayList<>();
        for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
            if (detail.is(BadRequest.class)) {
                try {
                    violations.addAll(detail.unpack(BadRequest.class).getFieldViolationsList());
                } catch (InvalidProtocolBufferException ignored) {
                    // A detail that cannot be read leaves the message as it is.
                }
            }
        }
        return violations;
    }

    private static String statusName(int exitCode) {
        return switch (exitCode) {
            case ExitCode.USAGE -> "INVALID_ARGUMENT";
            case ExitCode.NOT_FOUND -> "NOT_FOUND";
            case ExitCode.CONFLICT -> "FAILED_PRECONDITION";
            case ExitCode.UNAVAILABLE -> "UNAVAILABLE";
            case ExitCode.JOB_ENDED_BADLY -> "ABORTED";
            case ExitCode.INTERRUPTED -> "CANCELLED";
            default -> "UNKNOWN";
        };
    }

    private static String describe(IOException failure) {
        return failure.getClass().getSimpleName().replaceAll("Exception$", "") + ": " + failure.getMessage();
    }
}
