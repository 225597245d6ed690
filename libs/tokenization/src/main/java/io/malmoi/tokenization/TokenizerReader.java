package io.malmoi.tokenization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code tokenizer.json} of byte-level BPE tokenizers; refuses by name what it would not do as the file says. */
final class TokenizerReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Integer> ids = new HashMap<>();

    private TokenizerReader() {}

    static TokenizerModel read(InputStream json) throws IOException {
        try {
            return new TokenizerReader().read(new JsonPart("", JSON.readTree(json)));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new TokenizerFormatException(place, "no JSON: " + e.getOriginalMessage());
        }
    }

    private TokenizerModel read(JsonPart root) {
        root.field("truncation").mustBe(root.field("truncation").absent(), "set it to null");
        root.field("padding").mustBe(root.field("padding").absent(), "set it to null");
        Normalization normalization = normalization(root.field("normalizer"));
        byteLevel(root.field("pre_tokenizer"));
        JsonPart prefix = root.field("pre_tokenizer").field("add_prefix_space");
        prefix.mustBe(!prefix.flag(true), "only false is");
        JsonPart regex = root.field("pre_tokenizer").field("use_regex");
        regex.mustBe(regex.flag(true), "only true is");
        byteLevel(root.field("decoder"));
        if (!root.field("post_processor").absent()) {
            byteLevel(root.field("post_processor"));
        }
        JsonPart model = root.field("model");
        checkKind(model);
        model.field("vocab").fields().forEach(entry -> addId(entry.getValue(), entry.getKey()));
        List<AddedToken> added = added(root.field("added_tokens"));
        List<String> tokens = tokens(model.field("vocab"));
        return new TokenizerModel(normalization, new Vocabulary(tokens, merges(model.field("merges"))), added);
    }

    private static Normalization normalization(JsonPart part) {
        if (part.absent()) {
            return Normalization.NONE;
        }
        JsonPart type = part.field("type");
        type.mustBe(type.text().equals("NFC"), "only NFC, or no normalizer, is");
        return Normalization.NFC;
    }

    private static void byteLevel(JsonPart part) {
        part.mustBe(!part.absent(), "only ByteLevel is");
        JsonPart type = part.field("type");
        type.mustBe(type.text().equals("ByteLevel"), "only ByteLevel is");
    }

    private static void checkKind(JsonPart model) {
        JsonPart type = model.field("type");
        type.mustBe(type.absent() || type.text().equals("BPE"), "only BPE is");
        JsonPart dropout = model.field("dropout");
        dropout.mustBe(dropout.absent() || dropout.node().asDouble() == 0, "set it to null");
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            JsonPart part = model.field(affix);
            part.mustBe(part.absent() || part.text().isEmpty(), "only null is");
        }
        for (String flag : List.of("byte_fallback", "ignore_merges")) {
            model.field(flag).mustBe(!model.field(flag).flag(false), "only false is");
        }
    }

    private void addId(JsonPart id, String token) {
        if (token.isEmpty()) {
            throw id.fault("the token is empty");
        }
        ids.put(token, id.id());
    }

    private List<AddedToken> added(JsonPart part) {
        List<AddedToken> added = new ArrayList<>();
        if (!part.absent()) {
            part.items().forEach(item -> added.add(added(item, item.field("content"))));
        }
        return added;
    }

    private AddedToken added(JsonPart item, JsonPart content) {
        for (String flag : List.of("single_word", "lstrip", "rstrip")) {
            item.field(flag).mustBe(!item.field(flag).flag(false), "only false is");
        }
        JsonPart id = item.field("id");
        Integer known = ids.get(content.text());
        if (known != null && known != id.id()) {
            throw id.fault(id.id() + " differs from the id " + known + " of the same token in the vocabulary");
        }
        addId(id, content.text());
        boolean special = item.field("special").flag(false);
        return new AddedToken(
                id.id(), content.text(), special, item.field("normalized").flag(!special));
    }

    private List<String> tokens(JsonPart vocabulary) {
        String[] tokens = new String[ids.size()];
        ids.forEach((token, id) -> {
            if (id >= tokens.length) {
                throw vocabulary.fault("\"" + token + "\" has the id " + id + ", but there are only " + tokens.length
                        + " tokens: ids must leave no gap");
            }
            if (tokens[id] != null) {
                throw vocabulary.fault("\"" + tokens[id] + "\" and \"" + token + "\" have the same id " + id);
            }
            tokens[id] = token;
        });
        return List.of(tokens);
    }

    private List<Vocabulary.Merge> merges(JsonPart part) {
        List<Vocabulary.Merge> merges = new ArrayList<>();
        for (JsonPart item : part.items()) {
            String[] pair = item.node().isArray()
                    ? item.items().stream().map(JsonPart::text).toArray(String[]::new)
                    : item.text().split(" ", -1);
            if (pair.length != 2) {
                throw item.fault("two tokens were expected, not " + pair.length);
            }
            merges.add(new Vocabulary.Merge(id(item, pair[0]), id(item, pair[1]), id(item, pair[0] + pair[1])));
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
