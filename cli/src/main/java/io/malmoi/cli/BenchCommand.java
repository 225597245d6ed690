package io.malmoi.cli;

import io.malmoi.cli.local.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs a benchmark. */
@Command(name = "bench", mixinStandardHelpOptions = true, header = "Run a benchmark beside its peer; alone: list them.")
final class BenchCommand implements Callable<Integer> {
    private final Session session;

    /** The benchmark's name and what it alone understands. */
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    BenchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation = Installation.ofProcess();
        List<String> command = new ArrayList<>(List.of(
                Installation.java().toString(),
                "-Dfile.encoding=UTF-8",
                "-Dmalmoi.home=" + installation.home(),
                "-jar",
                installation.bench().toString()));
        command.addAll(arguments);
        if (session.options().json()) {
            command.add("--json");
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
