package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Generation;
import io.malmoi.cli.terminal.Console.Style;
import io.malmoi.v1.GenerateRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a model continue a text. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        header = "Let a model continue a text.",
        description = "The text appears as it is written; its figures go to standard error. Ctrl-C stops the work.")
final class GenerateCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "ID, or ID/checkpoints/CHECKPOINT.")
    private String model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PROMPT",
            description = "The text to continue; - is standard input. Default: none, a document's beginning.")
    private String prompt = "";

    @Mixin
    private GenerationOptions options;

    GenerateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        String text = prompt.equals("-") ? InputText.read(session.console().input()) : prompt;
        GenerateRequest request = options.request(model).setPrompt(text).build();
        try (Client client = session.connect()) {
            Generation generation = Generation.run(client, request, this::stream);
            if (session.options().json()) {
                session.console().print(generation.toJson().toString());
            } else {
                session.console().print("");
                session.console().note(session.console().styled(Style.DIM, generation.summary()));
            }
            return ExitCode.OK;
        }
    }

    private void stream(String text) {
        if (!session.options().json()) {
            session.console().stream(text);
        }
    }
}
