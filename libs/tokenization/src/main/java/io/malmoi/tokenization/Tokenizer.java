package io.malmoi.tokenization;

import io.malmoi.tokenization.definition.TokenizerDefinition;
import io.malmoi.tokenization.json.TokenizerFiles;
import io.malmoi.tokenization.json.TokenizerReader;
import io.malmoi.tokenization.json.UnsupportedPartException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Text to token ids and back, as Hugging Face tokenizers does it with the same {@code tokenizer.json}. Immutable and
 * thread-safe. BPE and word-level tokenizers are Malmoi's own; others, such as WordPiece and Unigram, are run by the library
 * itself through DJL.
 */
public sealed interface Tokenizer permits PipelineTokenizer, BoundTokenizer {

    /**
     * Reads a tokenizer from a {@code tokenizer.json}, or from the folder that holds one.
     *
     * @throws TokenizerFormatException if it is malformed or of an unsupported kind
     */
    static Tokenizer read(Path file) throws IOException {
        Path json = Files.isDirectory(file) ? file.resolve(TokenizerFiles.TOKENIZER) : file;
        try (InputStream stream = Files.newInputStream(json)) {
            return read(stream);
        }
    }

    /**
     * Reads a {@code tokenizer.json}; the stream is read to its end and not closed.
     *
     * @throws TokenizerFormatException if it is malformed or of an unsupported kind
     */
    static Tokenizer read(InputStream json) throws IOException {
        byte[] content = json.readAllBytes();
        try {
            return of(TokenizerReader.read(new ByteArrayInputStream(content)));
        } catch (UnsupportedPartException e) {
            return BoundTokenizer.read(content, e);
        }
    }

    /** The BPE or word-level tokenizer that does as a definition says. */
    static Tokenizer of(TokenizerDefinition definition) {
        return new PipelineTokenizer(definition);
    }

    /**
     * Writes {@link #files} into a folder, which is made if it is not there.
     *
     * @param maximumLength tokens that the model takes, written as {@code model_max_length}; 0 for no limit
     */
    default void save(Path folder, int maximumLength) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files(maximumLength).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /**
     * Content of {@code tokenizer.json}, {@code tokenizer_config.json} and {@code special_tokens_map.json}, by these names, as
     * Hugging Face tokenizers and transformers read them.
     *
     * @param maximumLength tokens that the model takes, written as {@code model_max_length}; 0 for no limit
     */
    Map<String, byte[]> files(int maximumLength);

    /** What makes tokens of words: {@code BPE}, {@code WordLevel}, {@code WordPiece}, {@code Unigram}. */
    String kind();

    /** Number of tokens, special tokens included; ids go from 0 to one less. */
    int vocabularySize();

    /** Special tokens in the order of their ids. */
    List<String> specialTokens();

    /** Whether this is the id of a special token. */
    boolean isSpecial(int id);

    /**
     * Id of the token that ends a document: the special token of a name in use for it, such as {@code <|endoftext|>} or
     * {@code </s>}, else the first special token.
     *
     * @throws IllegalStateException if there is no special token
     */
    int endOfText();

    /** Id of a special token by its spelling. */
    OptionalInt specialId(String token);

    /**
     * Token ids of a text. Special tokens spelt out in it are ordinary text.
     *
     * @throws InvalidTextException if the text has an unpaired surrogate, or a word-level tokenizer does not know a word
     */
    default int[] encode(String text) {
        return encode(text, false);
    }

    /**
     * Token ids of a text.
     *
     * @param parseSpecialTokens whether the spelling of a special token becomes that token
     * @throws InvalidTextException as {@link #encode(String)} does
     */
    int[] encode(String text, boolean parseSpecialTokens);

    /**
     * Token ids of texts with their masks, types and offsets, cut and filled up as asked.
     *
     * @return an encoding for each, in order
     * @throws InvalidTextException as {@link #encode(String)} does
     * @throws IllegalArgumentException if the options cannot be met, naming which
     */
    List<Encoding> encode(List<TextPair> texts, EncodingOptions options);

    /**
     * Text of a sequence of tokens; bytes that are no whole character become U+FFFD.
     *
     * @param skipSpecialTokens whether special tokens are left out
     * @throws IllegalArgumentException if an id is outside the vocabulary, naming it and its place
     */
    String decode(int[] ids, boolean skipSpecialTokens);

    /** A decoder for tokens that come one by one. */
    StreamingDecoder streamingDecoder(boolean skipSpecialTokens);

    /**
     * Text of one token by itself; bytes that are no whole character become U+FFFD.
     *
     * @throws IllegalArgumentException if the id is outside the vocabulary
     */
    String token(int id);
}
