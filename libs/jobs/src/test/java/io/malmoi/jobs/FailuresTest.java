package io.malmoi.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.malmoi.artifacts.ObjectStoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void wrongFieldsAreNamed() throws InvalidProtocolBufferException {
        Status status = Failures.toStatus(
                JobException.invalid(List.of(new Violation("a", "is 1"), new Violation("b", "is 2"))));
        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
        assertThat(status.getMessage()).isEqualTo("a: is 1; b: is 2");
        assertThat(detail(status, BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactly("a", "b");
    }

    @Test
    void whatPassesSaysWhen() throws InvalidProtocolBufferException {
        Status status = Failures.toStatus(JobException.passing(Code.RESOURCE_EXHAUSTED, "full", Duration.ofSeconds(3)));
        assertThat(status.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
        assertThat(detail(status, RetryInfo.class).getRetryDelay().getSeconds()).isEqualTo(3);
    }

    @Test
    void knownFailuresKeepTheirMessage() {
        assertCode(new JobException(Code.NOT_FOUND, "m"), Code.NOT_FOUND);
        assertCode(new ObjectStoreUnavailableException("m", null), Code.UNAVAILABLE);
        assertCode(new TimeoutException("m"), Code.UNAVAILABLE);
        assertCode(new IllegalArgumentException("m"), Code.INVALID_ARGUMENT);
        assertCode(new CancellationException("m"), Code.CANCELLED);
        assertCode(
                new ExecutionException(new UncheckedIOException(new IOException("No space left on device"))),
                Code.RESOURCE_EXHAUSTED);
        assertCode(new OutOfMemoryError("Java heap space"), Code.RESOURCE_EXHAUSTED);
        assertCode(io.grpc.Status.DATA_LOSS.withDescription("m").asRuntimeException(), Code.DATA_LOSS);
    }

    @Test
    void unknownFailuresGiveNothingAway() {
        Status status = Failures.toStatus(new IllegalStateException("password=1234"));
        assertThat(status.getCode()).isEqualTo(Code.INTERNAL_VALUE);
        assertThat(status.getMessage()).doesNotContain("password").contains("log");
    }

    private static void assertCode(Throwable failure, Code code) {
        Status status = Failures.toStatus(failure);
        assertThat(Code.forNumber(status.getCode())).isEqualTo(code);
        assertThat(status.getMessage()).isNotEmpty();
    }

    private static <T extends com.google.protobuf.Message> T detail(Status status, Class<T> type)
            throws InvalidProtocolBufferException {
        Any detail = status.getDetails(0);
        return detail.unpack(type);
    }
}
