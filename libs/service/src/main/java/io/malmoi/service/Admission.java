package io.malmoi.service;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts the calls under way, refuses one too many, and knows when none is left. Probes are let by uncounted. */
@Singleton
final class Admission implements ServerInterceptor {
    private final int most;
    private int active;

    Admission(MalmoiConfig config, MeterRegistry meters) {
        most = config.grpc().maxConcurrentCalls();
        Gauge.builder("grpc.server.calls.active", this, Admission::active)
                .description("Calls under way, health and reflection apart")
                .register(meters);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (Interceptors.isProbe(call.getMethodDescriptor().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        enter();
        try {
            return new Leaving<>(next.startCall(call, headers));
        } catch (RuntimeException | Error e) {
            leave();
            throw e;
        }
    }

    synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (active > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private synchronized int active() {
        return active;
    }

    private synchronized void enter() {
        if (active >= most) {
            throw Statuses.busy(
                    "%d calls are under way, as many as malmoi.grpc.max-concurrent-calls allows; try again soon"
                            .formatted(most),
                    1000);
        }
        active++;
    }

    private synchronized void leave() {
        active--;
        notifyAll();
    }

    private final class Leaving<Q> extends SimpleForwardingServerCallListener<Q> {
        private final AtomicBoolean left = new AtomicBoolean();

        Leaving(ServerCall.Listener<Q> delegate) {
            super(delegate);
        }

        @Override
        public void onComplete() {
            try {
                super.onComplete();
            } finally {
                leaveOnce();
            }
        }

        @Override
        public void onCancel() {
            try {
                super.onCancel();
            } finally {
                leaveOnce();
            }
        }

        private void leaveOnce() {
            if (left.compareAndSet(false, true)) {
                leave();
            }
        }
    }
}
