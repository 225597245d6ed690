package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.local.Installation;
import io.malmoi.cli.local.Standalone;
import io.malmoi.cli.quickstart.Order;
import io.malmoi.cli.quickstart.Quickstart;
import io.malmoi.cli.quickstart.Result;
import io.malmoi.cli.quickstart.Texts;
import io.malmoi.cli.terminal.Console;
import io.malmoi.cli.terminal.Console.Style;
import io.malmoi.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a text to a model that answers, by one command. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        header = "From a text to a model that continues a prompt, by one command.",
        description = {
            "Starts Malmoi if none runs, uploads a text, trains a tokenizer and a model on it, and lets the model continue"
                    + " a prompt. The text is a sample of Korean novels, or yours.",
            "Ctrl-C stops what it started. Run again, it goes on where it stopped."
        })
final class QuickstartCommand implements Callable<Integer> {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final String SAMPLE_PROMPT = "그는 아무 말도 없이";

    private final Session session;
    private final long begin = System.nanoTime();
    private volatile boolean stopping;
    private volatile boolean done;

    @Option(names = "--corpus", paramLabel = "FILE", description = "The text, UTF-8. Default: the sample.")
    private Path corpus;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What the model is to continue. Default: the first words of your text.")
    private String prompt;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            description = "How long all of it may take. Default: a fixed number of steps, about 5 minutes on 2 cores.")
    private Double minutes;

    @Option(names = "--fresh", description = "Begin anew; an earlier run of this text that has not ended is cancelled.")
    private boolean fresh;

    @Option(names = "--exit", description = "End when done, stopping what was started, instead of serving on.")
    private boolean exit;

    @Mixin
    private StandaloneOptions standalone;

    QuickstartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Order order = order();
        Standalone started = startIfNeeded();
        try (Client client = session.connect()) {
            Result result = new Quickstart(client, session.console(), order).run(jobsByRequest(client));
            session.print(result.toJson(), result.lines());
            done = true;
            serve(started, result);
            return ExitCode.OK;
        } catch (RuntimeException e) {
            if (stopping) {
                return ExitCode.INTERRUPTED;
            }
            done = true;
            throw hasEnded(started) ? started.failure() : e;
        }
    }

    private Order order() throws IOException {
        if (minutes != null && !(minutes >= 0.5 && minutes <= 100_000)) {
            throw new CliException(ExitCode.USAGE, "--minutes is " + minutes + "; expected 0.5 to 100,000");
        }
        if (corpus != null && !Files.isRegularFile(corpus)) {
            throw new CliException(ExitCode.NOT_FOUND, "--corpus: no such file: " + corpus);
        }
        Path text = corpus != null ? corpus : Installation.ofProcess().sampleCorpus();
        Duration budget = minutes == null ? null : Duration.ofSeconds(Math.round(minutes * 60));
        return new Order(text, Texts.corpusId(text), promptFor(text), budget, fresh, begin);
    }

    private String promptFor(Path text) throws IOException {
        if (prompt != null) {
            return prompt;
        }
        return corpus == null ? SAMPLE_PROMPT : Texts.firstWords(text);
    }

    /** Starts standalone unless one runs or another Malmoi was named; it ends with this process, however that ends. */
    private Standalone startIfNeeded() throws IOException {
        if (session.options().hasAddress() || session.options().data().running().isPresent()) {
            return null;
        }
        Map<String, String> settings = new LinkedHashMap<>(standalone.settings());
        settings.put(
                "malmoi.ends-with-process",
                String.valueOf(ProcessHandle.current().pid()));
        Standalone started = new LocalMalmoi(session).start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
        return started;
    }

    private void stop(Standalone started) {
        stopping = true;
        boolean interrupted = !done;
        Console console = session.console();
        console.status("stopping Malmoi");
        Standalone.stop(started.process(), STOP_PATIENCE);
        console.clearStatus();
        if (interrupted) {
            console.note("Stopped. The same command goes on from here; with --fresh it begins anew.");
        }
    }

    private static Map<String, Job> jobsByRequest(Client client) {
        return JobsCommand.all(client, Job.State.STATE_UNSPECIFIED).getJobsList().stream()
                .filter(job -> !job.getRequestId().isEmpty())
                .collect(Collectors.toMap(Job::getRequestId, Function.identity(), (newer, older) -> newer));
    }

    /** Says what to do next and, where somebody is there to do it, serves until Ctrl-C. */
    private void serve(Standalone started, Result result) {
        Console console = session.console();
        if (session.options().json() || exit || !console.terminals().err()) {
            return;
        }
        String model = Names.id(result.model().getName());
        console.note("");
        console.note(console.styled(Style.BOLD, "What next?") + "  In another terminal:");
        console.note("  malmoi generate " + model + " '" + result.prompt() + "'");
        console.note("  malmoi chat " + model);
        console.note("  malmoi quickstart --corpus YOUR.txt");
        if (started != null) {
            console.note("Malmoi answers at " + session.options().target().address() + " until Ctrl-C.");
            started.process().onExit().join();
            if (hasEnded(started)) {
                throw started.failure();
            }
        }
    }

    /** Whether standalone has ended without being told to. */
    private boolean hasEnded(Standalone started) {
        return started != null && !stopping && !started.isAlive();
    }
}
