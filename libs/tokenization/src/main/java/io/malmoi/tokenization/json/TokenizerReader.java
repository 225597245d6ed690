package io.malmoi.tokenization.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@code tokenizer.json} of BPE or word level; names what Malmoi would not do as the file says. Truncation and padding
 * are passed over: they are up to a request, as in transformers.
 */
public final class TokenizerReader {
    public static final int MOST_TOKENS = 2_000_000;

    private static final int MOST_GAPS = 4_096;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonPart root;
    private final Map<String, Integer> ids = new HashMap<>();

    private TokenizerReader(JsonPart root) {
        this.root = root;
    }

    public static TokenizerDefinition read(InputStream json) throws IOException {
        return new TokenizerReader(parse("tokenizer.json", json)).read();
    }

    /** The content of a file of JSON. */
    public static JsonPart parse(String file, InputStream json) throws IOException {
        try {
            return new JsonPart("", JSON.readTree(json));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new TokenizerFormatException(file, place, "no JSON: " + e.getOriginalMessage());
        }
    }

    /** Spelling of each id of the model, and the added tokens, of a tokenizer of any kind. */
    public record Names(List<String> tokens, List<AddedToken> added) {}

    public static Names names(JsonPart root) {
        TokenizerReader reader = new TokenizerReader(root);
        List<String> tokens = reader.vocabulary(root.field("model").field("vocab"));
        return new Names(tokens, reader.added(root.field("added_tokens"), tokens));
    }

    /** Tokens by their ids, and ids by their tokens. */
    public record Vocabulary(List<String> tokens, Map<String, Integer> ids) {}

    /** A vocabulary by itself. */
    public static Vocabulary vocabulary(String file, JsonPart part) {
        TokenizerReader reader = new TokenizerReader(part);
        try {
            return new Vocabulary(reader.vocabulary(part), reader.ids);
        } catch (TokenizerFormatException e) {
            throw new TokenizerFormatException(file, "", e.getMessage());
        }
    }

    private TokenizerDefinition read() {
        JsonPart model = root.field("model");
        JsonPart type = model.field("type");
        String kind = type.absent() ? "BPE" : type.text();
        type.mustBe(kind.equals("BPE") || kind.equals("WordLevel"), "BPE and WordLevel are");
        List<String> tokens = vocabulary(model.field("vocab"));
        PreTokenizer preTokenizer = PartReader.preTokenizer(root.field("pre_tokenizer"));
        Model read = kind.equals("BPE")
                ? bpe(model, tokens, preTokenizer.has(PreTokenizer.ByteLevel.class))
                : new Model.WordLevel(tokens, unknown(model));
        return new TokenizerDefinition(
                added(root.field("added_tokens"), tokens),
                PartReader.normalizer(root.field("normalizer")),
                preTokenizer,
                PartReader.postProcessor(root.field("post_processor")),
                PartReader.decoder(root.field("decoder")),
                read);
    }

    private List<String> vocabulary(JsonPart part) {
        if (part.node().isArray()) {
            return scored(part);
        }
        List<Map.Entry<String, JsonPart>> entries = part.fields();
        int last = -1;
        for (Map.Entry<String, JsonPart> entry : entries) {
            int id = checkedId(entry.getValue(), entry.getKey(), entries.size());
            ids.put(entry.getKey(), id);
            last = Math.max(last, id);
        }
        String[] tokens = new String[last + 1];
        ids.forEach((token, id) -> {
            if (tokens[id] != null) {
                throw part.fault("\"" + tokens[id] + "\" and \"" + token + "\" have the same id " + id);
            }
            tokens[id] = token;
        });
        return withoutNulls(tokens);
    }

    /** Unigram's way: pairs of a token and its score. */
    private List<String> scored(JsonPart part) {
        List<String> tokens = new ArrayList<>();
        for (JsonPart item : part.items()) {
            String token = item.items().isEmpty() ? "" : item.items().get(0).text();
            ids.put(token, checkedId(tokens.size(), item, token, tokens.size()));
            tokens.add(token);
        }
        return tokens;
    }

    private static List<String> withoutNulls(String[] tokens) {
        List<String> list = new ArrayList<>(tokens.length);
        for (String token : tokens) {
            list.add(token == null ? "" : token);
        }
        return list;
    }

    private static int checkedId(JsonPart part, String token, int size) {
        return checkedId(part.id(), part, token, size);
    }

    private static int checkedId(int id, JsonPart part, String token, int size) {
        if (token.isEmpty()) {
            throw part.fault("the token is empty");
        }
        if (size > MOST_TOKENS || id >= size + MOST_GAPS) {
            throw part.fault("the id " + id + " is too high for " + size + " tokens: ids may leave at most " + MOST_GAPS
                    + " gaps, and there may be at most " + MOST_TOKENS + " tokens");
        }
        return id;
    }

    private List<AddedToken> added(JsonPart part, List<String> tokens) {
        List<AddedToken> added = new ArrayList<>();
        if (!part.absent()) {
            List<JsonPart> items = part.items();
            for (JsonPart item : items) {
                added.add(added(item, tokens, tokens.size() + items.size()));
            }
        }
        return added;
    }

    private AddedToken added(JsonPart item, List<String> tokens, int size) {
        JsonPart content = item.field("content");
        JsonPart part = item.field("id");
        int id = checkedId(part, content.text(), size);
        Integer known = ids.get(content.text());
        if (known != null && known != id) {
            throw part.fault(id + " differs from the id " + known + " of the same token in the vocabulary");
        }
        if (known == null && id < tokens.size() && !tokens.get(id).isEmpty()) {
            throw part.fault(id + " is the id of \"" + tokens.get(id) + "\" in the vocabulary");
        }
        boolean special = item.field("special").flag(false);
        return new AddedToken(
                id,
                content.text(),
                special,
                item.field("normalized").flag(!special),
                new AddedToken.Extent(
                        item.field("single_word").flag(false),
                        item.field("lstrip").flag(false),
                        item.field("rstrip").flag(false)));
    }

    private String unknown(JsonPart model) {
        JsonPart part = model.field("unk_token");
        if (!part.textOrEmpty().isEmpty() && !ids.containsKey(part.text())) {
            throw part.fault("\"" + part.text() + "\" is not in the vocabulary");
        }
        return part.textOrEmpty();
    }

    private Model.Bpe bpe(JsonPart model, List<String> tokens, boolean byteLevel) {
        JsonPart dropout = model.field("dropout");
        dropout.mustBe(dropout.absent() || dropout.node().asDouble() == 0, "set it to null");
        JsonPart prefix = model.field("continuing_subword_prefix");
        JsonPart suffix = model.field("end_of_word_suffix");
        JsonPart fallback = model.field("byte_fallback");
        prefix.mustBe(!byteLevel || prefix.textOrEmpty().isEmpty(), "with ByteLevel, only null is");
        suffix.mustBe(!byteLevel || suffix.textOrEmpty().isEmpty(), "with ByteLevel, only null is");
        fallback.mustBe(!byteLevel || !fallback.flag(false), "with ByteLevel, only false is");
        Model.Bpe.Options options = new Model.Bpe.Options(
                unknown(model),
                prefix.textOrEmpty(),
                suffix.textOrEmpty(),
                model.field("fuse_unk").flag(false),
                fallback.flag(false),
                model.field("ignore_merges").flag(false));
        return new Model.Bpe(tokens, merges(model.field("merges"), options.continuingSubwordPrefix()), options);
    }

    private List<Model.Bpe.Merge> merges(JsonPart part, String prefix) {
        List<Model.Bpe.Merge> merges = new ArrayList<>();
        for (JsonPart item : part.items()) {
            String[] pair = item.node().isArray()
                    ? item.items().stream().map(JsonPart::text).toArray(String[]::new)
                    : item.text().split(" ", -1);
            if (pair.length != 2) {
                throw item.fault("two tokens were expected, not " + pair.length);
            }
            String rest = pair[1].startsWith(prefix) ? pair[1].substring(prefix.length()) : pair[1];
            merges.add(new Model.Bpe.Merge(id(item, pair[0]), id(item, pair[1]), id(item, pair[0] + rest)));
        }
        return merges;
    }

    private int id(JsonPart merge, String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw merge.fault("\"" + token + "\" is not in the vocabulary");
        }
        return id;
    }
}
