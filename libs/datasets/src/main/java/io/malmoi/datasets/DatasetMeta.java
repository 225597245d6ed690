package io.malmoi.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is known of a dataset: the content of its {@code meta.json}.
 *
 * @param dtype how a token is written in the bins
 * @param tokenizer what the text was encoded with
 * @param train the tokens to train on
 * @param validation the tokens to validate on
 * @param validationShare share of the text that was asked for validation
 * @param seed seed of the split
 * @param unigramLoss mean loss, in nats a token, on the validation tokens of a model that knows nothing but how frequent
 *     each token is among the train tokens (add-one smoothing)
 */
public record DatasetMeta(
        TokenType dtype,
        TokenizerFacts tokenizer,
        Part train,
        Part validation,
        double validationShare,
        long seed,
        double unigramLoss) {
    /** Name of the file in a dataset's folder that holds these facts. */
    public static final String FILE = "meta.json";
    /** Name of the file in a dataset's folder that holds the train tokens. */
    public static final String TRAIN_FILE = "train.bin";
    /** Name of the file in a dataset's folder that holds the validation tokens. */
    public static final String VALIDATION_FILE = "val.bin";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * The tokenizer of a dataset.
     *
     * @param sha256 of its {@code tokenizer.json}, 64 lower-case hexadecimal digits
     * @param vocabularySize number of tokens, special tokens included
     * @param endOfText id of the token after each document
     */
    public record TokenizerFacts(String sha256, int vocabularySize, int endOfText) {}

    /**
     * One of the two bins.
     *
     * @param documents number of documents
     * @param tokens number of tokens, an end-of-text token after each document included
     * @param bytes bytes of UTF-8 that the tokens stand for; the end of a text stands for none
     * @param sha256 of the file, 64 lower-case hexadecimal digits
     */
    public record Part(long documents, long tokens, long bytes, String sha256) {}

    /**
     * A mean loss on the validation tokens in bits per byte of UTF-8, which can be compared between tokenizers.
     *
     * @param nats mean loss in nats a token
     */
    public double bitsPerByte(double nats) {
        return nats * validation.tokens() / validation.bytes() / Math.log(2);
    }

    /**
     * Reads the {@code meta.json} of a dataset's folder.
     *
     * @throws IOException if there is none, or it is not what {@link #write} writes
     */
    public static DatasetMeta read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            return JSON.readValue(Files.readAllBytes(file), DatasetMeta.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " does not describe a dataset: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes {@code meta.json} into a dataset's folder. */
    public void write(Path folder) throws IOException {
        Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
    }
}
