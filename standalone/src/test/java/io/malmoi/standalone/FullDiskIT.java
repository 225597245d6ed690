package io.malmoi.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.standalone.Routes.Failure;
import io.malmoi.standalone.Routes.HttpCall;
import io.malmoi.standalone.Routes.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk is told to callers on every route. The store here has an empty bucket and refuses to write. */
class FullDiskIT {
    private static final byte[] TEXT = "말모이".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void everyRouteSaysWhichDiskIsFull() throws Exception {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", FullDiskIT::answer);
        store.start();
        String endpoint = "http://127.0.0.1:" + store.getAddress().getPort();
        try (StandaloneProcess standalone = StandaloneProcess.start(
                        folder.resolve("data"), "malmoi.object-store.endpoint=" + endpoint)
                .awaitReady()) {
            Routes routes = new Routes(standalone);
            String words = "The disk of the object store at " + endpoint + " is full";
            assertFull(routes.grpc(channel -> Pipeline.upload(channel, "x", TEXT)), words);
            assertFull(routes.http(new HttpCall("/v1/corpora?corpus_id=x", TEXT)), words);
            Path file = Files.write(folder.resolve("x.txt"), TEXT);
            Run run = routes.cli(List.of("corpus", "create", file.toString()));
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(run.err()).contains(words);
        } finally {
            store.stop(0);
        }
    }

    private static void assertFull(Failure failure, String words) {
        assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure.message()).contains(words);
    }

    private static void answer(HttpExchange call) throws IOException {
        call.getRequestBody().readAllBytes();
        boolean writes = call.getRequestMethod().matches("PUT|POST");
        boolean bucket = call.getRequestURI().getPath().matches("/malmoi/?");
        String error = writes ? "XMinioStorageFull" : "NoSuchKey";
        byte[] body = call.getRequestMethod().equals("HEAD")
                ? new byte[0]
                : ("<Error><Code>" + error + "</Code><Message>no</Message></Error>").getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/xml");
        call.sendResponseHeaders(writes ? 507 : bucket ? 200 : 404, body.length == 0 ? -1 : body.length);
        call.getResponseBody().write(body);
        call.close();
    }
}
