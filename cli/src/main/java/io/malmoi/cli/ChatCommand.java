package io.malmoi.cli;

import com.google.gson.JsonObject;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Generation;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.terminal.Console;
import io.malmoi.cli.terminal.Console.Style;
import io.malmoi.cli.terminal.Interrupts;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a text together with a model, turn by turn. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        header = "Write with a model, turn by turn.",
        description = {
            "Each line that you write is put after all before it, and the model goes on from there; the oldest text is"
                    + " left out when the model's block is full.",
            "/reset begins anew, /exit or Ctrl-D ends, Ctrl-C stops the current answer."
        })
final class ChatCommand implements Callable<Integer> {
    private static final int DEFAULT_ANSWER_TOKENS = 128;

    private final Session session;
    private final StringBuilder conversation = new StringBuilder();

    @Parameters(paramLabel = "MODEL", description = "ID, or ID/checkpoints/CHECKPOINT.")
    private String modelName;

    @Mixin
    private GenerationOptions options;

    ChatCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        try (Client client = session.connect()) {
            Model model = client.models()
                    .getModel(GetModelRequest.newBuilder()
                            .setName(Names.of("models", modelName))
                            .build());
            session.console().note("Writing with " + model.getName() + ". /reset begins anew, /exit ends.");
            BufferedReader lines = session.console().lines();
            for (String line = read(lines); line != null && !line.equals("/exit"); line = read(lines)) {
                if (line.equals("/reset")) {
                    conversation.setLength(0);
                } else {
                    answer(client, model, line);
                }
            }
            return ExitCode.OK;
        }
    }

    private String read(BufferedReader lines) throws IOException {
        if (session.console().terminals().in()) {
            session.console().stream("» ");
        }
        return lines.readLine();
    }

    private void answer(Client client, Model model, String line) {
        conversation.append(line).append('\n');
        int answerTokens = Math.min(
                options.maxNewTokens() > 0 ? options.maxNewTokens() : DEFAULT_ANSWER_TOKENS,
                model.getArchitecture().getBlockSize() / 2);
        Context.CancellableContext call = Context.current().withCancellation();
        Context before = call.attach();
        try (Interrupts interrupts = Interrupts.handledBy(() -> call.cancel(null))) {
            fit(client, model.getTokenizer(), model.getArchitecture().getBlockSize() - answerTokens);
            Generation generation = Generation.run(
                    client,
                    options.request(modelName)
                            .setPrompt(conversation.toString())
                            .setMaxNewTokens(answerTokens)
                            .build(),
                    this::show);
            finish(line, generation);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.CANCELLED) {
                throw e;
            }
            session.console().note("");
        } finally {
            call.detach(before);
            call.cancel(null);
        }
    }

    private void show(String text) {
        conversation.append(text);
        if (!session.options().json()) {
            session.console().stream(text);
        }
    }

    private void finish(String line, Generation generation) {
        Console console = session.console();
        conversation.append('\n');
        if (session.options().json()) {
            JsonObject json = generation.toJson();
            json.addProperty("line", line);
            console.print(json.toString());
        } else {
            console.print("");
            console.note(console.styled(Style.DIM, generation.summary()));
        }
    }

    /** Leaves out the oldest text until the rest has at most {@code room} tokens. */
    private void fit(Client client, String tokenizer, int room) {
        int tokens = count(client, tokenizer);
        while (tokens > room && conversation.length() > 1) {
            int excess = (int) Math.ceil((double) conversation.length() * (tokens - room) / tokens);
            int cut = Math.min(excess, conversation.length() - 1);
            boolean splitsCharacter = Character.isLowSurrogate(conversation.charAt(cut));
            conversation.delete(0, splitsCharacter ? cut + 1 : cut);
            tokens = count(client, tokenizer);
        }
    }

    private int count(Client client, String tokenizer) {
        return client.tokenizers()
                .encode(EncodeRequest.newBuilder()
                        .setTokenizer(tokenizer)
                        .setText(conversation.toString())
                        .build())
                .getIdsCount();
    }
}
