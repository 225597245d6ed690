package io.malmoi.service;

import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** What every call passes, the first in the list first. */
@Singleton
final class Interceptors {
    private final Admission admission;
    private final List<ServerInterceptor> outermostFirst;

    Interceptors(CallRecords records, Errors errors, KeyCheck keys, Admission admission, UnaryTimeout timeout) {
        this.admission = admission;
        this.outermostFirst = List.of(records, errors, keys, admission, timeout);
    }

    void addTo(ServerBuilder<?> builder) {
        for (int i = outermostFirst.size() - 1; i >= 0; i--) {
            builder.intercept(outermostFirst.get(i));
        }
    }

    /** Waits until no call is under way; false if some still are after {@code timeout}. */
    boolean awaitIdle(Duration timeout) throws InterruptedException {
        return admission.awaitIdle(timeout);
    }

    /** Whether a call is one of gRPC's own: health, reflection. */
    static boolean isProbe(String fullMethodName) {
        return fullMethodName.startsWith("grpc.");
    }
}
