package io.malmoi.standalone;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Standalone as it was packaged, in a process of its own, on free ports. */
final class StandaloneProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path data;
    private final Process process;
    private ManagedChannel channel;

    private StandaloneProcess(Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    /** Starts it on a folder; every setting is {@code name=value}. */
    static StandaloneProcess start(Path data, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dmalmoi.data=" + data,
                "-Dmalmoi.grpc.port=0",
                "-Dquarkus.http.port=0",
                "-Dmalmoi.embedded.kafka-port=0",
                "-Dmalmoi.embedded.object-store-port=0"));
        for (String setting : settings) {
            command.add("-D" + setting);
        }
        command.addAll(List.of(
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar")
                        .toAbsolutePath()
                        .toString()));
        Process process = new ProcessBuilder(command)
                .directory(Files.createDirectories(data).toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()))
                .start();
        return new StandaloneProcess(data, process);
    }

    /** Waits until it serves. */
    StandaloneProcess awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("standalone ended with " + process.exitValue() + ":\n" + log());
            }
            return isServing();
        });
        return this;
    }

    /** A channel to its gRPC port. */
    synchronized ManagedChannel channel() {
        if (channel == null) {
            channel = NettyChannelBuilder.forTarget(grpc()).usePlaintext().build();
        }
        return channel;
    }

    /** Its gRPC port, {@code host:port}. */
    String grpc() {
        return property("grpc");
    }

    /** The URL of its HTTP port. */
    String http() {
        return property("http");
    }

    /** Ends it as SIGTERM does; returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return end();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        end();
    }

    /** Waits for its end; returns the exit code. */
    int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("standalone does not end:\n" + log());
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(data.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (channel != null) {
            channel.shutdownNow();
        }
        process.destroyForcibly().waitFor();
    }

    private boolean isServing() {
        if (!Files.exists(data.resolve("standalone.properties"))
                || !property("pid").equals(String.valueOf(process.pid()))) {
            return false;
        }
        try {
            return HealthGrpc.newBlockingStub(channel())
                            .withDeadlineAfter(5, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private String property(String name) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(data.resolve("standalone.properties"))) {
            properties.load(in);
            return properties.getProperty(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
