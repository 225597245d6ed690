package io.malmoi.tokenization.files;

import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.PreTokenizer.SplitBehavior;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import io.malmoi.tokenization.json.TokenizerFormatException;
import io.malmoi.tokenization.text.ByteSpelling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads tiktoken's ranks: a token in Base64 and its rank, which is its id, a line. The file's name tells the rest. */
final class TiktokenFile {
    private static final Map<String, Integer> END = Map.of(AddedToken.END_OF_TEXT, 50256);

    private record Kind(String pattern, Map<String, Integer> specialTokens) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "gpt2", new Kind(TextPattern.GPT2, END),
            "r50k_base", new Kind(TextPattern.GPT2, END),
            "p50k_base", new Kind(TextPattern.GPT2, END),
            "cl100k_base",
                    new Kind(
                            TextPattern.CL100K,
                            Map.of(
                                    AddedToken.END_OF_TEXT,
                                    100257,
                                    "<|fim_prefix|>",
                                    100258,
                                    "<|fim_middle|>",
                                    100259,
                                    "<|fim_suffix|>",
                                    100260,
                                    "<|endofprompt|>",
                                    100276)),
            "o200k_base",
                    new Kind(TextPattern.O200K, Map.of(AddedToken.END_OF_TEXT, 199999, "<|endofprompt|>", 200018)));

    private final String name;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    private TiktokenFile(String name) {
        this.name = name;
    }

    static Tokenizer read(String name, byte[] content) {
        Kind kind = KINDS.get(name.substring(0, name.length() - ".tiktoken".length()));
        if (kind == null) {
            throw new TokenizerFormatException(
                    name,
                    "",
                    "the file's name must tell its pattern: one of "
                            + String.join(
                                    ".tiktoken, ",
                                    KINDS.keySet().stream().sorted().toList()) + ".tiktoken");
        }
        TiktokenFile file = new TiktokenFile(name);
        file.readTokens(content);
        List<AddedToken> special = kind.specialTokens().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> AddedToken.special(entry.getValue(), entry.getKey()))
                .toList();
        return Tokenizer.of(new TokenizerDefinition(
                special,
                Normalizer.NONE,
                preTokenizer(kind.pattern()),
                PostProcessor.NONE,
                new TokenDecoder.ByteLevel(),
                new Model.Bpe(file.tokens, file.merges(), new Model.Bpe.Options("", "", "", false, false, true))));
    }

    private static PreTokenizer preTokenizer(String pattern) {
        return pattern.equals(TextPattern.GPT2)
                ? PreTokenizer.BYTE_LEVEL
                : new PreTokenizer.Sequence(List.of(
                        new PreTokenizer.Split(new TextPattern.Regex(pattern), SplitBehavior.ISOLATED, false),
                        new PreTokenizer.ByteLevel(false, false)));
    }

    private void readTokens(byte[] content) {
        int number = 0;
        for (String line : new String(content, StandardCharsets.US_ASCII).split("\n")) {
            number++;
            if (!line.isBlank()) {
                readToken(line.strip().split(" "), "line " + number);
            }
        }
    }

    private void readToken(String[] parts, String place) {
        try {
            String token = ByteSpelling.spell(Base64.getDecoder().decode(parts[0]));
            int rank = Integer.parseInt(parts[1]);
            if (token.isEmpty() || rank < tokens.size() || rank > tokens.size() + 1_000) {
                throw new TokenizerFormatException(
                        name, place, "ranks must rise, and leave few gaps, but this is " + rank);
            }
            while (tokens.size() < rank) {
                tokens.add("");
            }
            tokens.add(token);
            ids.put(token, rank);
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw fault(place);
        } catch (TokenizerFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw fault(place);
        }
    }

    private TokenizerFormatException fault(String place) {
        return new TokenizerFormatException(name, place, "a token in Base64, a space and its rank were expected");
    }

    /** Every way to make a token of two, by the rank of the token: tiktoken merges the pair that becomes the lowest rank. */
    private List<Model.Bpe.Merge> merges() {
        List<Model.Bpe.Merge> merges = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            List<Model.Bpe.Merge> ways = new ArrayList<>();
            for (int at = 1; at < token.length(); at++) {
                Integer first = ids.get(token.substring(0, at));
                Integer second = ids.get(token.substring(at));
                if (first != null && second != null) {
                    ways.add(new Model.Bpe.Merge(first, second, id));
                }
            }
            ways.sort(Comparator.comparingInt(Model.Bpe.Merge::first).thenComparingInt(Model.Bpe.Merge::second));
            merges.addAll(ways);
        }
        return merges;
    }
}
