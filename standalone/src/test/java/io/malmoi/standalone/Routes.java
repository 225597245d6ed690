package io.malmoi.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.rpc.Code;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.malmoi.cli.Malmoi;
import io.malmoi.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The three ways to call one Malmoi, and how each tells of a failure. */
record Routes(StandaloneProcess standalone) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A call by a generated stub. */
    @FunctionalInterface
    interface GrpcCall {
        void on(Channel channel) throws Exception;
    }

    /** A call of the HTTP API. */
    record HttpCall(String path, byte[] body) {
        static HttpCall post(String path, String json) {
            return new HttpCall(path, json.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What a caller is told. */
    record Failure(Code code, String message) {}

    /** How a command ended, and what it wrote to both streams. */
    record Run(int exitCode, String out, String err) {}

    Failure grpc(GrpcCall call) throws Exception {
        try {
            call.on(standalone.channel());
        } catch (StatusException | StatusRuntimeException e) {
            Status status = Status.fromThrowable(e);
            return new Failure(Code.forNumber(status.getCode().value()), status.getDescription());
        }
        throw new AssertionError("the call succeeded");
    }

    Failure http(HttpCall call) throws Exception {
        HttpResponse<String> response = post(call);
        JsonNode error = JSON.readTree(response.body()).path("error");
        if (error.path("code").asInt() != response.statusCode() || response.statusCode() < 400) {
            throw new AssertionError(response.statusCode() + " with " + response.body());
        }
        return new Failure(
                Code.valueOf(error.path("status").asText()),
                error.path("message").asText());
    }

    HttpResponse<String> post(HttpCall call) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(standalone.http() + call.path()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    String get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(standalone.http() + path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    Run cli(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--address", standalone.grpc()));
        return run(arguments);
    }

    /** Runs a command as {@code malmoi} does. */
    static Run run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Console.Terminals.NONE,
                false);
        int exitCode = Malmoi.run(console, arguments.toArray(String[]::new));
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
