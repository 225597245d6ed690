package io.malmoi.service;

import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import jakarta.inject.Singleton;

/** Lets callers in by their API key, except to health, which probes ask; keeps the key for calls made on their behalf. */
@Singleton
final class KeyCheck implements ServerInterceptor {
    private final ApiKeys keys;

    KeyCheck(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String caller = headers.get(GrpcChannels.AUTHORIZATION);
        boolean open = HealthGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName());
        if (!open && !keys.accept(caller)) {
            throw caller == null
                    ? Statuses.because(Code.UNAUTHENTICATED, "API_KEY_MISSING", ApiKeys.MISSING)
                    : Statuses.because(Code.UNAUTHENTICATED, "API_KEY_UNKNOWN", ApiKeys.UNKNOWN);
        }
        return Contexts.interceptCall(Context.current().withValue(GrpcChannels.CALLER, caller), call, headers, next);
    }
}
