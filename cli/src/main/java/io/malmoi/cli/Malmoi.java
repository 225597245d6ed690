package io.malmoi.cli;

import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The command-line client: {@code malmoi}. */
@Command(
        name = "malmoi",
        mixinStandardHelpOptions = true,
        versionProvider = Malmoi.Version.class,
        header = "Train a language model of your own, from a text file to a served model.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickstartCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            CorpusCommand.class,
            TokenizerCommand.class,
            DatasetCommand.class,
            TrainCommand.class,
            JobsCommand.class,
            ModelsCommand.class,
            GenerateCommand.class,
            ChatCommand.class,
            BenchCommand.class,
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions, of every command:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All went well.",
            "1:Something else went wrong.",
            "2:The command, or a value that it was given, is wrong.",
            "3:What was named does not exist.",
            "4:It exists already, or is in no state for this.",
            "5:Nothing answers, or it is too busy. Try again later.",
            "6:The job failed or was cancelled.",
            "7:The key is missing, wrong or allows too little.",
            "130:Interrupted by Ctrl-C.",
        },
        footer = {"", "Begin with: malmoi quickstart"})
public final class Malmoi implements Runnable {
    @Mixin
    private final GlobalOptions options;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Malmoi(Session session) {
        options = session.options();
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs a command on a console and returns its exit code. */
    public static int run(Console console, String... arguments) {
        Session session = new Session(console);
        return ConstantName.register(new CommandLine(new Malmoi(session), new Commands(session)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.min(100, console.terminals().columns()))
                .setUsageHelpLongOptionsMaxWidth(30)
                .setOut(console.writer())
                .setErr(console.errorWriter())
                .setParameterExceptionHandler((failure, given) -> usage(session, failure))
                .setExecutionExceptionHandler((failure, command, given) -> session.fail(failure))
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? See malmoi --help");
    }

    private static int usage(Session session, ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        session.console().note("malmoi: " + failure.getMessage());
        session.console().note("Try: " + command + " --help");
        return ExitCode.USAGE;
    }

    /** Makes the commands, giving each the session. */
    private record Commands(Session session) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Session.class) {
                    return type.cast(constructor.newInstance(session));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** The version that the build wrote into the archive. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Malmoi.class.getPackage().getImplementationVersion();
            return new String[] {"malmoi " + (version == null ? "(development)" : version)};
        }
    }
}
