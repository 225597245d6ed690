package io.malmoi.cli;

import com.google.gson.JsonObject;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Problem;
import io.malmoi.cli.client.Target;
import io.malmoi.cli.terminal.Console;
import io.malmoi.cli.terminal.Console.Style;
import java.util.List;
import java.util.function.BiFunction;

/** One run of the client: where it writes, and what it was told for all commands. */
final class Session {
    private static final JsonFormat.Printer JSON =
            JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

    private final Console console;
    private final GlobalOptions options = new GlobalOptions();

    Session(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    GlobalOptions options() {
        return options;
    }

    /** A connection to the Malmoi that the user means. */
    Client connect() {
        Target target = options.target();
        if (!target.key().isEmpty() && !target.tls() && !target.isLoopback()) {
            console.note("warning: the key travels unencrypted to " + target.host() + "; use --tls");
        }
        return new Client(target);
    }

    /** Whether results are printed as JSON. */
    boolean json() {
        return options.json();
    }

    /** Prints a result: as JSON if asked for, else as these lines. */
    void print(Message result, List<String> lines) {
        if (options.json()) {
            console.print(json(result));
        } else {
            lines.forEach(console::print);
        }
    }

    /** Prints a result: as JSON if asked for, else as these lines. */
    void print(JsonObject result, List<String> lines) {
        if (options.json()) {
            console.print(result.toString());
        } else {
            lines.forEach(console::print);
        }
    }

    /** Deletes a resource, says so, and returns the exit code. */
    int delete(String name, BiFunction<Client, String, Empty> call) {
        try (Client client = connect()) {
            print(call.apply(client, name), List.of(name + " is deleted."));
            return ExitCode.OK;
        }
    }

    /** Tells the user what went wrong, and returns the exit code. */
    int fail(Throwable thrown) {
        Problem problem = Problem.of(thrown, () -> options.target().address());
        List<String> lines = problem.lines();
        console.note(console.styled(Style.RED, "malmoi: ") + lines.get(0));
        lines.stream().skip(1).forEach(console::note);
        if (options.json()) {
            console.print(problem.toJson().toString());
        }
        return problem.exitCode();
    }

    /** A message in the JSON mapping of proto3, on one line. */
    static String json(Message message) {
        try {
            return JSON.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
