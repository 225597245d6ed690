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
 *     each token is among the train tokens (add-one smoothing); of tokens that are to be learned
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
    public static final String TRAIN_FILE = DatasetSide.TRAIN.tokens();
    /** Name of the file in a dataset's folder that holds the validation tokens. */
    public static final String VALIDATION_FILE = DatasetSide.VALIDATION.tokens();

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
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
     * One of the two sides.
     *
     * @param documents number of documents
     * @param tokens number of tokens, an end-of-text token after each document included
     * @param learnedTokens number of them that are to be learned, and are counted in losses
     * @param bytes bytes of UTF-8 that the tokens to be learned stand for; the end of a text stands for none
     * @param sha256 of the bin, 64 lower-case hexadecimal digits
     * @param documentsSha256 of the index of documents; null in datasets of Malmoi before there was one
     * @param maskSha256 of the loss mask; null if there is none, since all tokens are to be learned
     */
    public record Part(
            long documents,
            long tokens,
            long learnedTokens,
            long bytes,
            String sha256,
            String documentsSha256,
            String maskSha256) {
        /** Where all tokens are to be learned, their number need not be told. */
        public Part {
            learnedTokens = maskSha256 == null ? tokens : learnedTokens;
        }
    }

    /**
     * A mean loss on the validation tokens in bits per byte of UTF-8, which can be compared between tokenizers.
     *
     * @param nats mean loss in nats a token
     */
    public double bitsPerByte(double nats) {
        return nats * validation.learnedTokens() / validation.bytes() / Math.log(2);
    }

    /**
     * Reads the {@code meta.json} of a dataset's folder.
     *
     * @throws IOException if there is none, or it is not what {@link #write} writes
     */
    public static DatasetMeta read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            DatasetMeta meta = JSON.readValue(Files.readAllBytes(file), DatasetMeta.class);
            if (meta.dtype == null || meta.tokenizer == null || meta.train == null || meta.validation == null) {
                throw new IOException(
                        file + " does not describe a dataset: it lacks dtype, tokenizer, train or validation");
            }
            return meta;
        } catch (JsonProcessingException e) {
            throw new IOException(file + " does not describe a dataset: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes {@code meta.json} into a dataset's folder. */
    public void write(Path folder) throws IOException {
        Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
    }
}
