package io.malmoi.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One service as it was packaged, alone in a process of its own. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String module;
    private final Path log;
    private final int grpcPort;
    private final int httpPort;
    private final Process process;
    private ManagedChannel channel;

    private ServiceProcess(String module, Path log, int grpcPort, int httpPort, Process process) {
        this.module = module;
        this.log = log;
        this.grpcPort = grpcPort;
        this.httpPort = httpPort;
        this.process = process;
    }

    /**
     * Starts the service of a module.
     *
     * @param folder for its cache and its log
     */
    static ServiceProcess start(String module, Path folder, Map<String, String> settings) throws IOException {
        int grpcPort = freePort();
        int httpPort = freePort();
        Path home = Files.createTempDirectory(folder, module);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dmalmoi.cache-directory=" + home.resolve("cache"),
                "-Dmalmoi.grpc.port=" + grpcPort,
                "-Dquarkus.http.port=" + httpPort));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-jar",
                Path.of("..", module, "target", "quarkus-app", "quarkus-run.jar")
                        .toAbsolutePath()
                        .toString()));
        Path log = home.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServiceProcess(module, log, grpcPort, httpPort, process);
    }

    /** Where it answers gRPC. */
    String address() {
        return "127.0.0.1:" + grpcPort;
    }

    long pid() {
        return process.pid();
    }

    synchronized ManagedChannel channel() {
        if (channel == null) {
            channel = NettyChannelBuilder.forTarget(address()).usePlaintext().build();
        }
        return channel;
    }

    /** Waits until it serves, ready or not. */
    void awaitLive() {
        awaitStatus("/q/health/live", 200);
    }

    void awaitReady() {
        awaitStatus("/q/health/ready", 200);
    }

    void awaitUnready() {
        awaitStatus("/q/health/ready", 503);
    }

    /** The lines of its log that contain a text. */
    List<String> logLines(String text) {
        return log().lines().filter(line -> line.contains(text)).toList();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        if (channel != null) {
            channel.shutdownNow();
        }
        kill();
    }

    private void awaitStatus(String path, int status) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(status(path)).as(module).isEqualTo(status));
    }

    private int status(String path) throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException(module + " ended with " + process.exitValue() + ":\n" + log());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
