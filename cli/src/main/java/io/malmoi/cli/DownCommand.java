package io.malmoi.cli;

import com.google.gson.JsonObject;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.local.DataFolder.Running;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops the standalone Malmoi that runs in the background. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        header = "Stop the Malmoi on this machine.",
        description = "Jobs that run are taken up again, from their newest checkpoint, by the next `malmoi up`.")
final class DownCommand implements Callable<Integer> {
    private final Session session;

    DownCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<Running> running = session.options().data().running();
        running.ifPresent(it -> new LocalMalmoi(session).stop(it.process()));
        JsonObject json = new JsonObject();
        json.addProperty("stopped", running.isPresent());
        session.print(
                json,
                List.of(
                        running.isPresent()
                                ? "Malmoi has stopped."
                                : "No Malmoi runs on "
                                        + session.options().data().path() + "."));
        return ExitCode.OK;
    }
}
