package io.malmoi.service;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server put together as CDI would, on a free port. */
final class TestServer implements AutoCloseable {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Health health;
    final GrpcServer server;
    final GrpcChannels channels;
    final ServerStreams streams;
    private final CallThreads threads = new CallThreads();
    private final boolean secure;

    private TestServer(MalmoiConfig config, Handlers handlers) {
        streams = new ServerStreams(threads);
        List<BindableService> services = handlers.with(streams);
        health = new Health();
        channels = new GrpcChannels(config);
        Interceptors interceptors = new Interceptors(
                new CallRecords(meters),
                new Errors(),
                new KeyCheck(new ApiKeys(config)),
                new Admission(config, meters),
                new UnaryTimeout(config, threads));
        server = new GrpcServer(config, threads, interceptors, health, services, List.of());
        secure = config.grpc().certificate().isPresent();
    }

    /** Makes the services, which may write streams. */
    interface Handlers {
        List<BindableService> with(ServerStreams streams);
    }

    static TestServer start(Map<String, String> settings, Handlers handlers) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("malmoi.grpc.port", "0");
        TestServer started = new TestServer(config(all), handlers);
        started.server.start(new StartupEvent());
        started.health.serving(true);
        return started;
    }

    static TestServer start(Map<String, String> settings, BindableService... services) throws Exception {
        return start(settings, streams -> List.of(services));
    }

    static MalmoiConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addSystemSources()
                .withMapping(MalmoiConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(MalmoiConfig.class);
    }

    ManagedChannel channel() {
        return channels.to((secure ? "https://" : "") + "localhost:" + server.port());
    }

    void drain() throws InterruptedException {
        server.stop(new ShutdownEvent());
    }

    @Override
    public void close() throws InterruptedException {
        channels.close();
        drain();
        threads.close();
    }
}
