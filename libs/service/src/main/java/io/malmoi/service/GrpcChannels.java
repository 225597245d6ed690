package io.malmoi.service;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Channels to other services. A call that is made while another is handled carries that call's deadline, cancellation and
 * API key on. Thread-safe.
 */
@Singleton
public final class GrpcChannels {
    /** The header that carries the caller's key. */
    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** The caller's {@code authorization} header, if it sent one. */
    public static final Context.Key<String> CALLER = Context.key("malmoi-caller");

    static final ClientInterceptor CARRY_KEY = new CarryKey();

    private static final String SECURE = "https://";

    private final MalmoiConfig.Grpc config;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    GrpcChannels(MalmoiConfig config) {
        this.config = config.grpc();
    }

    /**
     * The channel to an address, made on first use and shared; closed with the process.
     *
     * @param address {@code host:port}, or {@code https://host:port} for TLS
     */
    public ManagedChannel to(String address) {
        return channels.computeIfAbsent(address, this::open);
    }

    @PreDestroy
    void close() throws InterruptedException {
        channels.values().forEach(ManagedChannel::shutdownNow);
        for (ManagedChannel channel : channels.values()) {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private ManagedChannel open(String address) {
        boolean secure = address.startsWith(SECURE);
        String target = secure ? address.substring(SECURE.length()) : address;
        return NettyChannelBuilder.forTarget(
                        "dns:///" + target, secure ? Tls.client(config) : InsecureChannelCredentials.create())
                .maxInboundMessageSize(config.maxMessageBytes())
                .defaultLoadBalancingPolicy("round_robin")
                .keepAliveTime(30, TimeUnit.SECONDS)
                .intercept(CARRY_KEY)
                .build();
    }

    private static final class CarryKey implements ClientInterceptor {
        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            String caller = CALLER.get();
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    if (caller != null && !headers.containsKey(AUTHORIZATION)) {
                        headers.put(AUTHORIZATION, caller);
                    }
                    super.start(listener, headers);
                }
            };
        }
    }
}
