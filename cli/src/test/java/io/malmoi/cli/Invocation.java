package io.malmoi.cli;

import io.malmoi.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One run of the client: its exit code and what it wrote. */
record Invocation(int exitCode, String out, String err) {
    static Invocation of(String... arguments) {
        return withInput("", arguments);
    }

    static Invocation withInput(String input, String... arguments) {
        return on(Console.Terminals.NONE, true, input, arguments);
    }

    static Invocation on(Console.Terminals terminals, boolean colourful, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminals,
                colourful);
        int exitCode = Malmoi.run(console, arguments);
        return new Invocation(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return out.lines().toList();
    }

    String lastLine() {
        return lines().get(lines().size() - 1);
    }
}
