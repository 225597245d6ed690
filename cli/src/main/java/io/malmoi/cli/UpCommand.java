package io.malmoi.cli;

import com.google.gson.JsonObject;
import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.local.DataFolder;
import io.malmoi.cli.local.DataFolder.Running;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a standalone Malmoi in the background. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        header = "Start Malmoi on this machine, in the background.",
        description = "All services in one process, with a Kafka broker and an S3 server of their own."
                + " What was begun before goes on. If it runs already, nothing happens.")
final class UpCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private StandaloneOptions options;

    UpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        DataFolder data = session.options().data();
        boolean already = data.running().isPresent();
        if (!already) {
            new LocalMalmoi(session).start(options.settings());
        }
        Running running = data.running()
                .orElseThrow(
                        () -> new CliException(ExitCode.UNAVAILABLE, "Malmoi has ended; its log is " + data.log()));
        session.print(
                toJson(running, data, already),
                List.of(
                        (already ? "Malmoi runs already: " : "Malmoi runs: ") + "process "
                                + running.process().pid(),
                        "  gRPC  " + running.grpc(),
                        "  HTTP  " + running.http(),
                        "  data  " + data.path(),
                        "  log   " + data.log(),
                        "Stop it with: malmoi down"));
        return ExitCode.OK;
    }

    private static JsonObject toJson(Running running, DataFolder data, boolean already) {
        JsonObject json = new JsonObject();
        json.addProperty("pid", running.process().pid());
        json.addProperty("grpc", running.grpc());
        json.addProperty("http", running.http());
        json.addProperty("data", data.path().toString());
        json.addProperty("log", data.log().toString());
        json.addProperty("alreadyRunning", already);
        return json;
    }
}
