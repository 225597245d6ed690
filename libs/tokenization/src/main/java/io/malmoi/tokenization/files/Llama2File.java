package io.malmoi.tokenization.files;

import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import io.malmoi.tokenization.json.TokenizerFormatException;
import io.malmoi.tokenization.json.TokenizerReader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads llama2.c's {@code tokenizer.bin}: the longest token's length, then for each token its score, its length and its bytes.
 * The first three are the unknown token, the beginning and the end; the next 256 are bytes. The pair that becomes the token of
 * the highest score is merged first.
 */
final class Llama2File {
    private static final int FIRST_BYTE = 3;
    private static final int FIRST_TEXT = FIRST_BYTE + 256;
    private static final int LONGEST = 1_000;
    private static final String MARK = "\u2581";

    private final String name;
    private final List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    private final List<Float> scores = new ArrayList<>(List.of(0f, 0f, 0f));
    private final Map<String, Integer> ids = new HashMap<>();

    private Llama2File(String name) {
        this.name = name;
    }

    static Tokenizer read(String name, byte[] content) {
        Llama2File file = new Llama2File(name);
        try {
            file.read(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException e) {
            throw new TokenizerFormatException(name, "byte " + content.length, "the file ends within a token");
        }
        return file.tokenizer();
    }

    private void read(ByteBuffer content) {
        content.getInt();
        for (int id = 0; content.hasRemaining(); id++) {
            int place = content.position();
            float score = content.getFloat();
            int length = content.getInt();
            if (length < 0 || length > LONGEST || id > TokenizerReader.MOST_TOKENS) {
                throw new TokenizerFormatException(
                        name,
                        "byte " + place,
                        "the token " + id + " has a length of " + length + ": this is no tokenizer.bin");
            }
            byte[] token = new byte[length];
            content.get(token);
            add(id, new String(token, StandardCharsets.UTF_8), score);
        }
        if (tokens.size() < FIRST_TEXT) {
            throw new TokenizerFormatException(
                    name,
                    "",
                    "there are " + tokens.size() + " tokens, fewer than 3 and the 256 bytes: this is no tokenizer.bin");
        }
    }

    private void add(int id, String text, float score) {
        if (id < FIRST_BYTE) {
            return;
        }
        String token = id < FIRST_TEXT ? String.format("<0x%02X>", id - FIRST_BYTE) : text.replace(" ", MARK);
        tokens.add(token);
        scores.add(score);
        if (ids.putIfAbsent(token, id) != null || token.isEmpty()) {
            throw new TokenizerFormatException(name, "token " + id, "\"" + token + "\" is empty or there twice");
        }
    }

    private Tokenizer tokenizer() {
        List<AddedToken> special = IntStream.range(0, FIRST_BYTE)
                .mapToObj(id -> AddedToken.special(id, tokens.get(id)))
                .toList();
        PostProcessor.Piece start = new PostProcessor.Special("<s>", List.of(1), 0);
        PostProcessor.Piece first = new PostProcessor.Text(false, 0);
        PostProcessor.Piece second = new PostProcessor.Text(true, 1);
        return Tokenizer.of(new TokenizerDefinition(
                special,
                new Normalizer.Sequence(List.of(
                        new Normalizer.Prepend(MARK), new Normalizer.Replace(new TextPattern.Literal(" "), MARK))),
                PreTokenizer.NONE,
                new PostProcessor(
                        List.of(start, first),
                        List.of(start, first, new PostProcessor.Special("<s>", List.of(1), 1), second),
                        PostProcessor.Offsets.WHOLE,
                        true),
                new TokenDecoder.Sequence(List.of(
                        new TokenDecoder.Replace(new TextPattern.Literal(MARK), " "),
                        new TokenDecoder.ByteFallback(),
                        new TokenDecoder.Fuse(),
                        new TokenDecoder.Strip(' ', 1, 0))),
                new Model.Bpe(tokens, merges(), new Model.Bpe.Options("<unk>", "", "", true, true, false))));
    }

    private List<Model.Bpe.Merge> merges() {
        List<Model.Bpe.Merge> merges = new ArrayList<>();
        IntStream.range(FIRST_TEXT, tokens.size())
                .boxed()
                .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
                .forEach(id -> addWays(id, merges));
        return merges;
    }

    private void addWays(int id, List<Model.Bpe.Merge> merges) {
        String token = tokens.get(id);
        for (int at = token.offsetByCodePoints(0, 1); at < token.length(); at = token.offsetByCodePoints(at, 1)) {
            Integer first = ids.get(token.substring(0, at));
            Integer second = ids.get(token.substring(at));
            if (first != null && second != null) {
                merges.add(new Model.Bpe.Merge(first, second, id));
            }
        }
    }
}
