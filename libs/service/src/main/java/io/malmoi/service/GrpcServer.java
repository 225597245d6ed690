package io.malmoi.service;

import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The one gRPC server of a process. It serves every bean that is a {@link BindableService}; what none of them has goes to
 * the {@link HandlerRegistry} bean, if there is one. Such a bean must be {@code @Singleton} (the generated base classes have
 * final methods, which no proxy can have), in a jar with a Jandex index.
 *
 * <p>Handlers may block. An exception that a handler throws, or gives to {@code onError}, becomes a status with details.
 * A call that is cancelled, or past its deadline, has {@code Context.current().isCancelled()}.
 */
@Singleton
public final class GrpcServer {
    /** Before what takes up work: a port that is taken must stop the start. */
    static final int EARLY = 1000;

    /** Then a client connects anew and finds replicas that were added meanwhile; calls under way go on undisturbed. */
    private static final long CONNECTION_MINUTES = 1;

    private static final Logger LOG = Logger.getLogger(GrpcServer.class);

    private final MalmoiConfig.Grpc config;
    private final CallThreads threads;
    private final Interceptors interceptors;
    private final Health health;
    private final List<BindableService> services;
    private final List<HandlerRegistry> fallback;
    private final String localName = "malmoi-" + UUID.randomUUID();
    private Server server;
    private Server localServer;
    private ManagedChannel localChannel;

    GrpcServer(
            MalmoiConfig config,
            CallThreads threads,
            Interceptors interceptors,
            Health health,
            @All List<BindableService> services,
            @All List<HandlerRegistry> fallback) {
        this.config = config.grpc();
        this.threads = threads;
        this.interceptors = interceptors;
        this.health = health;
        this.services = services;
        this.fallback = fallback;
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) throws IOException {
        services.forEach(service -> health.add(service.bindService()));
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        server = build(NettyServerBuilder.forAddress(address, Tls.server(config))
                .maxInboundMessageSize(config.maxMessageBytes())
                .maxConnectionAge(CONNECTION_MINUTES, TimeUnit.MINUTES)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true));
        localServer = build(InProcessServerBuilder.forName(localName));
        try {
            server.start();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot listen on %s:%d (%s): stop what listens there, or set malmoi.grpc.port (MALMOI_GRPC_PORT)"
                            .formatted(config.host(), config.port(), rootMessage(e)));
        }
        localServer.start();
        localChannel = InProcessChannelBuilder.forName(localName)
                .executor(threads.executor())
                .intercept(GrpcChannels.CARRY_KEY)
                .build();
        LOG.infof(
                "gRPC listens on %s:%d%s",
                config.host(), port(), config.certificate().isPresent() ? " (TLS)" : "");
    }

    /** Refuses new calls, lets those under way end for as long as {@code malmoi.grpc.drain-timeout} says, and stops. */
    void stop(@Observes @Priority(EARLY) ShutdownEvent event) throws InterruptedException {
        if (server == null || server.isShutdown()) {
            return;
        }
        health.enterTerminalState();
        server.shutdown();
        localServer.shutdown();
        Duration timeout = config.drainTimeout();
        if (!interceptors.awaitIdle(timeout)) {
            LOG.warnf("calls still under way after malmoi.grpc.drain-timeout (%s) are cut off", timeout);
        }
        localChannel.shutdownNow();
        localServer.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    /** The port listened on, also where 0 is configured. */
    public int port() {
        return server.getPort();
    }

    /**
     * A channel to this very server that needs no socket: same services, same interceptors. It carries the deadline,
     * cancellation and key of the current {@link io.grpc.Context} on.
     */
    public Channel localChannel() {
        return localChannel;
    }

    private <B extends ServerBuilder<B>> Server build(B builder) {
        services.forEach(builder::addService);
        health.services().forEach(builder::addService);
        fallback.forEach(builder::fallbackHandlerRegistry);
        interceptors.addTo(builder);
        return builder.executor(threads.executor()).build();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
