package io.malmoi.service;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Measures every call, and logs it: at INFO if it failed, else at DEBUG. */
@Singleton
final class CallRecords implements ServerInterceptor {
    private static final Logger LOG = Logger.getLogger("io.malmoi.service.calls");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry meters;

    CallRecords(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        CallRecord record = new CallRecord(call.getMethodDescriptor().getFullMethodName());
        ServerCall<Q, R> recorded = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                record.end(status);
                super.close(status, trailers);
            }
        };
        return new SimpleForwardingServerCallListener<>(next.startCall(recorded, headers)) {
            @Override
            public void onCancel() {
                record.end(Status.CANCELLED);
                super.onCancel();
            }
        };
    }

    private final class CallRecord {
        private final String method;
        private final long begin = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        CallRecord(String method) {
            this.method = method;
        }

        void end(Status status) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            long nanos = System.nanoTime() - begin;
            Timer.builder("grpc.server.call.duration")
                    .description("Time from a call's arrival until its end")
                    .tag("grpc.method", method)
                    .tag("grpc.status", status.getCode().name())
                    .serviceLevelObjectives(BUCKETS)
                    .register(meters)
                    .record(nanos, TimeUnit.NANOSECONDS);
            log(status, TimeUnit.NANOSECONDS.toMillis(nanos));
        }

        private void log(Status status, long millis) {
            if (status.isOk() || Interceptors.isProbe(method)) {
                LOG.debugf("%s %s %d ms", method, status.getCode(), millis);
            } else {
                LOG.infof("%s %s %d ms: %s", method, status.getCode(), millis, status.getDescription());
            }
        }
    }
}
