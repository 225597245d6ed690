package io.malmoi.tokenization.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import io.malmoi.tokenization.json.JsonPart;
import io.malmoi.tokenization.json.TokenizerFiles;
import io.malmoi.tokenization.json.TokenizerFormatException;
import io.malmoi.tokenization.json.TokenizerReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads GPT-2's files: a vocabulary, and merges one a line. */
final class MergesFile {
    private final String name;
    private final Map<String, Integer> ids;

    private MergesFile(String name, Map<String, Integer> ids) {
        this.name = name;
        this.ids = ids;
    }

    static Tokenizer read(String vocabularyName, String mergesName, Map<String, byte[]> files) throws IOException {
        JsonPart vocabulary =
                TokenizerReader.parse(vocabularyName, new ByteArrayInputStream(files.get(vocabularyName)));
        TokenizerReader.Vocabulary read = TokenizerReader.vocabulary(vocabularyName, vocabulary);
        List<Model.Bpe.Merge> merges = new MergesFile(mergesName, read.ids()).merges(files.get(mergesName));
        List<AddedToken> special = specialTokens(files).stream()
                .filter(read.ids()::containsKey)
                .map(token -> AddedToken.special(read.ids().get(token), token))
                .toList();
        return Tokenizer.of(new TokenizerDefinition(
                special,
                Normalizer.NONE,
                PreTokenizer.BYTE_LEVEL,
                PostProcessor.NONE,
                new TokenDecoder.ByteLevel(),
                new Model.Bpe(read.tokens(), merges, Model.Bpe.Options.NONE)));
    }

    /** Those that {@code special_tokens_map.json} names, and GPT-2's own. */
    private static Set<String> specialTokens(Map<String, byte[]> files) throws IOException {
        Set<String> tokens = new LinkedHashSet<>(List.of(AddedToken.END_OF_TEXT));
        byte[] map = files.get(TokenizerFiles.SPECIAL_TOKENS);
        if (map != null) {
            collect(
                    TokenizerReader.parse(TokenizerFiles.SPECIAL_TOKENS, new ByteArrayInputStream(map))
                            .node(),
                    tokens);
        }
        return tokens;
    }

    private static void collect(JsonNode node, Set<String> tokens) {
        if (node.isTextual()) {
            tokens.add(node.textValue());
        } else if (node.path("content").isTextual()) {
            tokens.add(node.get("content").textValue());
        } else {
            node.forEach(child -> collect(child, tokens));
        }
    }

    private List<Model.Bpe.Merge> merges(byte[] content) {
        List<Model.Bpe.Merge> merges = new ArrayList<>();
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).split("\r?\n")) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#version")) {
                merges.add(merge(line, number));
            }
        }
        return merges;
    }

    private Model.Bpe.Merge merge(String line, int number) {
        String[] pair = line.split(" ", -1);
        if (pair.length != 2) {
            throw new TokenizerFormatException(
                    name, "line " + number, "two tokens with a space between were expected, not " + pair.length);
        }
        return new Model.Bpe.Merge(id(pair[0], number), id(pair[1], number), id(pair[0] + pair[1], number));
    }

    private int id(String token, int line) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new TokenizerFormatException(name, "line " + line, "\"" + token + "\" is not in the vocabulary");
        }
        return id;
    }
}
