package io.malmoi.bench;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A standalone Malmoi of its own, on ports that are free and a folder that goes with it. */
public final class LocalServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int STOP_SECONDS = 60;
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    /** Held, since a logger that nobody holds forgets its level; gRPC tells too much about itself. */
    private static final Logger GRPC_LOGGER = Logger.getLogger("io.grpc");

    static {
        GRPC_LOGGER.setLevel(Level.WARNING);
    }

    private final Path data;
    private final Process process;
    private ManagedChannel channel;

    private LocalServer(Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @throws BenchmarkException if it is not built or does not start
     */
    public static LocalServer start(Options options) throws IOException, InterruptedException {
        Path jar = options.home().resolve("standalone/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new BenchmarkException(jar + " is missing; build it with ./mvnw package");
        }
        Path data = Files.createTempDirectory("malmoi-bench-");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dmalmoi.data=" + data,
                        "-Dmalmoi.grpc.port=0",
                        "-Dquarkus.http.port=0",
                        "-Dmalmoi.embedded.kafka-port=0",
                        "-Dmalmoi.embedded.object-store-port=0",
                        "-Dmalmoi.ends-with-process=" + ProcessHandle.current().pid(),
                        "-jar",
                        jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start();
        LocalServer server = new LocalServer(data, process);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The connection to it. */
    public ManagedChannel channel() {
        return channel;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new BenchmarkException("standalone did not start: "
                        + Files.readString(data.resolve("log")).strip());
            }
            Thread.sleep(100);
        }
    }

    private boolean isReady() throws IOException {
        if (channel == null) {
            Path running = data.resolve("standalone.properties");
            if (!Files.exists(running)) {
                return false;
            }
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(running)) {
                properties.load(in);
            }
            channel = Grpc.newChannelBuilder(properties.getProperty("grpc"), InsecureChannelCredentials.create())
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .build();
        }
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(5, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    /** Stops it and deletes its folder. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (channel != null) {
            channel.shutdownNow();
        }
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
