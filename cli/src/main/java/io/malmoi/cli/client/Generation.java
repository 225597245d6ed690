package io.malmoi.cli.client;

import com.google.gson.JsonObject;
import com.google.protobuf.util.Durations;
import io.malmoi.cli.terminal.Format;
import io.malmoi.v1.GenerateFinish;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A text that a model wrote.
 *
 * @param request what it was asked
 * @param text what it wrote
 * @param finish how it ended
 */
public record Generation(GenerateRequest request, String text, GenerateFinish finish) {
    /** Generates, passing every piece of text on as it comes. Returns at the end. */
    public static Generation run(Client client, GenerateRequest request, Consumer<String> sink) {
        StringBuilder text = new StringBuilder();
        GenerateFinish finish = GenerateFinish.getDefaultInstance();
        for (Iterator<GenerateResponse> it = client.inference().generate(request); it.hasNext(); ) {
            GenerateResponse response = it.next();
            if (response.hasFinish()) {
                finish = response.getFinish();
            } else {
                text.append(response.getDelta().getText());
                sink.accept(response.getDelta().getText());
            }
        }
        return new Generation(request, text.toString(), finish);
    }

    /** Tokens a second, from the first token on. */
    public double tokensPerSecond() {
        double seconds = seconds(finish.getTotalTime()) - seconds(finish.getTimeToFirstToken());
        return seconds > 0 ? (finish.getNewTokens() - 1) / seconds : 0;
    }

    /** Its figures on one line. */
    public String summary() {
        return Format.count(finish.getNewTokens()) + " tokens, "
                + Format.decimal(tokensPerSecond(), 1) + " tokens/s, first after "
                + Format.decimal(1000 * seconds(finish.getTimeToFirstToken()), 0) + " ms, seed " + finish.getSeed()
                + ", ended by " + reason();
    }

    /** All of it for a script. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("model", request.getModel());
        json.addProperty("prompt", request.getPrompt());
        json.addProperty("text", text);
        json.addProperty("reason", finish.getReason().name());
        json.addProperty("stop", finish.getStop());
        json.addProperty("promptTokens", finish.getPromptTokens());
        json.addProperty("newTokens", finish.getNewTokens());
        json.addProperty("seed", finish.getSeed());
        json.addProperty("timeToFirstTokenSeconds", seconds(finish.getTimeToFirstToken()));
        json.addProperty("seconds", seconds(finish.getTotalTime()));
        json.addProperty("tokensPerSecond", tokensPerSecond());
        return json;
    }

    private String reason() {
        return switch (finish.getReason()) {
            case END_OF_TEXT -> "the end of the text";
            case STOP -> "the stop string '" + finish.getStop() + "'";
            case LENGTH -> "length";
            default -> finish.getReason().name().toLowerCase(Locale.ROOT);
        };
    }

    private static double seconds(com.google.protobuf.Duration duration) {
        return Durations.toNanos(duration) / 1e9;
    }
}
