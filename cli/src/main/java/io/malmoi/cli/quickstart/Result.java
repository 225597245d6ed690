package io.malmoi.cli.quickstart;

import com.google.gson.JsonObject;
import io.malmoi.cli.terminal.Format;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.Dataset;
import io.malmoi.v1.Model;
import java.time.Duration;
import java.util.List;

/**
 * What a quickstart came to.
 *
 * @param corpus the text
 * @param dataset its tokens
 * @param model what was trained
 * @param tokensPerSecond speed of training
 * @param seconds from the command to the end
 * @param prompt what the model was given
 * @param text what it wrote after it
 */
public record Result(
        Corpus corpus,
        Dataset dataset,
        Model model,
        double tokensPerSecond,
        double seconds,
        String prompt,
        String text) {

    /** All of it for a script. Losses are in nats a token, times in seconds. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("corpusBytes", corpus.getBytes());
        json.addProperty("vocabularySize", dataset.getVocabularySize());
        json.addProperty("trainTokens", dataset.getTrainTokens());
        json.addProperty("validationTokens", dataset.getValidationTokens());
        json.addProperty("parameters", model.getParameters());
        json.addProperty("steps", model.getStep());
        json.addProperty("trainLoss", model.getTrainLoss());
        json.addProperty("validationLoss", model.getValidationLoss());
        json.addProperty("unigramLoss", dataset.getUnigramLoss());
        json.addProperty("bitsPerByte", model.getBitsPerByte());
        json.addProperty("tokensPerSecond", tokensPerSecond);
        json.addProperty("seconds", seconds);
        json.addProperty("prompt", prompt);
        json.addProperty("text", text);
        json.addProperty("corpus", corpus.getName());
        json.addProperty("tokenizer", dataset.getTokenizer());
        json.addProperty("dataset", dataset.getName());
        json.addProperty("model", model.getName());
        return json;
    }

    /** What matters of it, for people. */
    public List<String> lines() {
        return List.of(
                "text             " + Format.bytes(corpus.getBytes()) + ", "
                        + Format.count(dataset.getTrainTokens()) + " train and "
                        + Format.count(dataset.getValidationTokens()) + " validation tokens",
                "model            " + Format.shortCount(model.getParameters()) + " parameters, "
                        + Format.count(dataset.getVocabularySize()) + " tokens in its vocabulary",
                "training         " + Format.count(model.getStep()) + " steps, " + Format.shortCount(tokensPerSecond)
                        + " tokens/s",
                "validation loss  " + Format.loss(model.getValidationLoss())
                        + " nats a token; a unigram model of the same" + " tokens: "
                        + Format.loss(dataset.getUnigramLoss()),
                "bits per byte    " + Format.decimal(model.getBitsPerByte(), 3),
                "time             " + Format.duration(Duration.ofMillis(Math.round(seconds * 1000))));
    }
}
