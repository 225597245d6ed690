package io.malmoi.service;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Statuses with details, to be thrown by handlers. */
public final class Statuses {
    private static final String DOMAIN = "malmoi";

    private Statuses() {}

    /** A status with the details given. */
    public static StatusRuntimeException of(Code code, String message, Message... details) {
        Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** RESOURCE_EXHAUSTED, with RetryInfo: worth another try after {@code retryMillis}. */
    public static StatusRuntimeException busy(String message, long retryMillis) {
        return of(
                Code.RESOURCE_EXHAUSTED,
                message,
                RetryInfo.newBuilder()
                        .setRetryDelay(Durations.fromMillis(retryMillis))
                        .build());
    }

    /** A status with ErrorInfo, whose {@code reason} (UPPER_SNAKE_CASE) programs can act on. */
    public static StatusRuntimeException because(Code code, String reason, String message) {
        return of(
                code,
                message,
                ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build());
    }
}
