package io.malmoi.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others; alone it is a mistake, answered by what it holds. */
abstract class Group implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        CommandLine line = spec.commandLine();
        throw new ParameterException(
                line,
                "which command? One of: "
                        + String.join(", ", line.getSubcommands().keySet()));
    }
}
