package io.malmoi.cli;

import com.google.gson.JsonObject;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Target;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.local.DataFolder;
import io.malmoi.cli.local.DataFolder.Running;
import io.malmoi.cli.terminal.Format;
import io.malmoi.v1.Job;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Says what runs and what it holds. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        header = "Show what runs, where its data is, and its jobs.",
        description = "Exit code 0: ready for work; 5: not.")
final class StatusCommand implements Callable<Integer> {
    private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Target target = session.options().target();
        boolean ready = new LocalMalmoi(session).isReady();
        JsonObject json = new JsonObject();
        List<String> lines = new ArrayList<>();
        json.addProperty("ready", ready);
        json.addProperty("address", target.address());
        lines.add("gRPC     " + target.address() + (ready ? ", ready" : ", not ready"));
        if (!session.options().hasAddress()) {
            describeLocal(session.options().data(), json, lines);
        }
        if (ready) {
            describeJobs(json, lines);
        } else {
            lines.add("Start it with: malmoi up");
        }
        session.print(json, lines);
        return ready ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }

    private static void describeLocal(DataFolder data, JsonObject json, List<String> lines) {
        Optional<Running> running = data.running();
        json.addProperty("running", running.isPresent());
        running.ifPresent(it -> {
            json.addProperty("pid", it.process().pid());
            json.addProperty("http", it.http());
            json.addProperty("since", it.since().toString());
            lines.add("HTTP     " + it.http());
            lines.add("process  " + it.process().pid() + ", up "
                    + Format.duration(Duration.between(it.since(), Instant.now())));
        });
        if (Files.isDirectory(data.path())) {
            long bytes = data.bytes("");
            long free = data.path().toFile().getUsableSpace();
            json.addProperty("data", data.path().toString());
            json.addProperty("dataBytes", bytes);
            json.addProperty("freeBytes", free);
            lines.add("data     " + data.path() + ", " + Format.bytes(bytes) + " (" + Format.bytes(free) + " free)");
            lines.add("log      " + data.log());
        }
    }

    private void describeJobs(JsonObject json, List<String> lines) {
        try (Client client = session.connect()) {
            List<Job> jobs =
                    JobsCommand.all(client, Job.State.STATE_UNSPECIFIED).getJobsList();
            Map<String, Long> counts = jobs.stream()
                    .collect(Collectors.groupingBy(Descriptions::state, TreeMap::new, Collectors.counting()));
            JsonObject states = new JsonObject();
            counts.forEach(states::addProperty);
            json.add("jobs", states);
            lines.add("jobs     "
                    + (counts.isEmpty()
                            ? "none"
                            : counts.entrySet().stream()
                                    .map(it -> it.getValue() + " " + it.getKey())
                                    .collect(Collectors.joining(", "))));
            jobs.stream()
                    .filter(job -> job.getState() == Job.State.RUNNING)
                    .forEach(job -> lines.add("running  " + Descriptions.work(job.getSpec()) + ": "
                            + Descriptions.progress(job.getProgress())));
        }
    }
}
