package io.malmoi.tokenization;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A byte-level BPE tokenizer: text to token ids and back. Encodes as Hugging Face tokenizers does with the same
 * {@code tokenizer.json}. Immutable and thread-safe; threads share its cache of words.
 */
public final class Tokenizer {
    private final TokenizerModel model;
    private final BpeEncoder encoder;
    private final AddedTokens rawAdded;
    private final AddedTokens normalizedAdded;
    private final List<AddedToken> special;
    private final BitSet specialIds = new BitSet();
    private final byte[][] bytes;

    Tokenizer(TokenizerModel model) {
        this.model = model;
        encoder = new BpeEncoder(model.vocabulary());
        rawAdded = new AddedTokens(
                model.added().stream().filter(token -> !token.normalized()).toList());
        normalizedAdded = new AddedTokens(
                model.added().stream().filter(AddedToken::normalized).toList());
        special = model.added().stream()
                .filter(AddedToken::special)
                .sorted(Comparator.comparingInt(AddedToken::id))
                .toList();
        special.forEach(token -> specialIds.set(token.id()));
        bytes = model.vocabulary().tokens().stream().map(ByteLevel::bytes).toArray(byte[][]::new);
    }

    /**
     * Reads a tokenizer from a {@code tokenizer.json}, or from the folder that holds one.
     *
     * @throws TokenizerFormatException if it is malformed or of an unsupported kind
     */
    public static Tokenizer read(Path file) throws IOException {
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
    public static Tokenizer read(InputStream json) throws IOException {
        return new Tokenizer(TokenizerReader.read(json));
    }

    /**
     * Writes {@link #files} into a folder, which is made if it is not there.
     *
     * @param maximumLength tokens that the model takes, written as {@code model_max_length}; 0 for no limit
     */
    public void save(Path folder, int maximumLength) throws IOException {
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
    public Map<String, byte[]> files(int maximumLength) {
        return TokenizerFiles.of(model, special, maximumLength);
    }

    /** Number of tokens, special tokens included; ids go from 0 to one less. */
    public int vocabularySize() {
        return bytes.length;
    }

    /** Special tokens in the order of their ids. */
    public List<String> specialTokens() {
        return special.stream().map(AddedToken::content).toList();
    }

    /** Whether this is the id of a special token. */
    public boolean isSpecial(int id) {
        return id >= 0 && specialIds.get(id);
    }

    /**
     * Id of the token that ends a document: the first special token.
     *
     * @throws IllegalStateException if there is no special token
     */
    public int endOfText() {
        if (special.isEmpty()) {
            throw new IllegalStateException("the tokenizer has no special token that could end a document");
        }
        return special.get(0).id();
    }

    /** Id of a special token by its spelling. */
    public OptionalInt specialId(String token) {
        return special.stream()
                .filter(candidate -> candidate.content().equals(token))
                .mapToInt(AddedToken::id)
                .findFirst();
    }

    /**
     * Token ids of a text. Special tokens spelt out in it are ordinary text.
     *
     * @throws InvalidTextException if the text has an unpaired surrogate
     */
    public int[] encode(String text) {
        return encode(text, false);
    }

    /**
     * Token ids of a text.
     *
     * @param parseSpecialTokens whether the spelling of a special token becomes that token
     * @throws InvalidTextException if the text has an unpaired surrogate
     */
    public int[] encode(String text, boolean parseSpecialTokens) {
        checkSurrogates(text);
        IntList ids = new IntList(text.length() / 2 + 8);
        rawAdded.split(text, parseSpecialTokens, new AddedTokens.Parts() {
            @Override
            public void text(String part) {
                encodePart(part, parseSpecialTokens, ids);
            }

            @Override
            public void token(int id) {
                ids.add(id);
            }
        });
        return ids.toArray();
    }

    private void encodePart(String part, boolean parseSpecialTokens, IntList ids) {
        char[] text = part.toCharArray();
        String changed = model.normalization().changed(text, 0, text.length);
        if (normalizedAdded.isEmpty()) {
            char[] normalized = changed == null ? text : changed.toCharArray();
            encoder.encode(normalized, normalized.length, ids);
            return;
        }
        normalizedAdded.split(changed == null ? part : changed, parseSpecialTokens, new AddedTokens.Parts() {
            @Override
            public void text(String rest) {
                encoder.encode(rest.toCharArray(), rest.length(), ids);
            }

            @Override
            public void token(int id) {
                ids.add(id);
            }
        });
    }

    private static void checkSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean paired = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw new InvalidTextException("the text has an unpaired surrogate at index " + i);
                }
                i++;
            }
        }
    }

    /**
     * Text of a sequence of tokens; bytes that are no whole character become U+FFFD.
     *
     * @param skipSpecialTokens whether special tokens are left out
     * @throws IllegalArgumentException if an id is outside the vocabulary, naming it and its place
     */
    public String decode(int[] ids, boolean skipSpecialTokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(ids.length * 4);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= bytes.length) {
                throw outside(ids[i], " at index " + i);
            }
            if (!skipSpecialTokens || !specialIds.get(ids[i])) {
                text.writeBytes(bytes[ids[i]]);
            }
        }
        return Utf8.decodeLossy(text.toByteArray(), text.size());
    }

    /** A decoder for tokens that come one by one. */
    public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
        return new StreamingDecoder(this, skipSpecialTokens);
    }

    /**
     * Text of one token; bytes that are no whole character become U+FFFD.
     *
     * @throws IllegalArgumentException if the id is outside the vocabulary
     */
    public String token(int id) {
        return Utf8.decodeLossy(bytes(id), bytes(id).length);
    }

    /**
     * Number of bytes of UTF-8 that a token stands for.
     *
     * @throws IllegalArgumentException if the id is outside the vocabulary
     */
    public int byteLength(int id) {
        return bytes(id).length;
    }

    byte[] bytes(int id) {
        if (id < 0 || id >= bytes.length) {
            throw outside(id, "");
        }
        return bytes[id];
    }

    private IllegalArgumentException outside(int id, String place) {
        return new IllegalArgumentException(
                "token id " + id + place + " is outside the vocabulary: give 0 to " + (bytes.length - 1));
    }
}
