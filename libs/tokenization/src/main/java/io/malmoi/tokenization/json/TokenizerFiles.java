package io.malmoi.tokenization.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.SpecialTokens;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a tokenizer's files as Hugging Face tokenizers 0.23 does, byte for byte, and as transformers reads them. */
public final class TokenizerFiles {
    public static final String TOKENIZER = "tokenizer.json";

    public static final String CONFIGURATION = "tokenizer_config.json";
    public static final String SPECIAL_TOKENS = "special_tokens_map.json";
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .build();
    private static final ObjectWriter WRITER = JSON.writer(printer());

    private TokenizerFiles() {}

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return printer;
    }

    /** Content of each file by its name. */
    public static Map<String, byte[]> of(TokenizerDefinition definition, SpecialTokens special, int maximumLength) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(TOKENIZER, bytes(tokenizer(definition)));
        files.putAll(transformers(special, maximumLength));
        return files;
    }

    /** What transformers reads beside {@code tokenizer.json}. */
    public static Map<String, byte[]> transformers(SpecialTokens special, int maximumLength) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(CONFIGURATION, bytes(configuration(special, maximumLength)));
        files.put(SPECIAL_TOKENS, bytes(specialTokens(special)));
        return files;
    }

    private static byte[] bytes(JsonNode content) {
        try {
            return WRITER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    private static ObjectNode tokenizer(TokenizerDefinition definition) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (AddedToken token : definition.added()) {
            ObjectNode node = added.addObject().put("id", token.id());
            addedToken(node, token);
        }
        root.set("normalizer", PartWriter.normalizer(definition.normalizer()));
        root.set("pre_tokenizer", PartWriter.preTokenizer(definition.preTokenizer()));
        root.set("post_processor", PartWriter.postProcessor(definition.postProcessor()));
        root.set("decoder", PartWriter.decoder(definition.decoder()));
        ObjectNode model = root.putObject("model");
        if (definition.model() instanceof Model.Bpe bpe) {
            bpe(model, bpe);
        } else {
            wordLevel(model, (Model.WordLevel) definition.model());
        }
        return root;
    }

    private static void addedToken(ObjectNode node, AddedToken token) {
        node.put("content", token.content())
                .put("single_word", token.extent().singleWord())
                .put("lstrip", token.extent().leftStrip())
                .put("rstrip", token.extent().rightStrip())
                .put("normalized", token.normalized())
                .put("special", token.special());
    }

    private static void bpe(ObjectNode node, Model.Bpe model) {
        Model.Bpe.Options options = model.options();
        node.put("type", "BPE").putNull("dropout").put("unk_token", orNull(options.unknownToken()));
        node.put("continuing_subword_prefix", orNull(options.continuingSubwordPrefix()));
        node.put("end_of_word_suffix", orNull(options.endOfWordSuffix()));
        node.put("fuse_unk", options.fuseUnknown());
        node.put("byte_fallback", options.byteFallback());
        node.put("ignore_merges", options.ignoreMerges());
        vocabulary(node, model.tokens());
        ArrayNode merges = node.putArray("merges");
        for (Model.Bpe.Merge merge : model.merges()) {
            merges.addArray()
                    .add(model.tokens().get(merge.first()))
                    .add(model.tokens().get(merge.second()));
        }
    }

    private static void wordLevel(ObjectNode node, Model.WordLevel model) {
        node.put("type", "WordLevel");
        vocabulary(node, model.tokens());
        node.put("unk_token", model.unknownToken());
    }

    private static void vocabulary(ObjectNode node, List<String> tokens) {
        ObjectNode ids = node.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            if (!tokens.get(id).isEmpty()) {
                ids.put(tokens.get(id), id);
            }
        }
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static ObjectNode configuration(SpecialTokens special, int maximumLength) {
        ObjectNode root = JSON.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        ObjectNode decoder = root.putObject("added_tokens_decoder");
        special.tokens().forEach(token -> addedToken(decoder.putObject(Integer.toString(token.id())), token));
        special.roles().forEach(root::put);
        root.put("clean_up_tokenization_spaces", false);
        if (maximumLength > 0) {
            root.put("model_max_length", maximumLength);
        }
        return root;
    }

    private static ObjectNode specialTokens(SpecialTokens special) {
        ObjectNode root = JSON.createObjectNode();
        Map<String, String> roles = special.roles();
        roles.forEach(root::put);
        ArrayNode more = JSON.createArrayNode();
        special.spellings().stream()
                .filter(token -> !roles.containsValue(token))
                .forEach(more::add);
        if (!more.isEmpty()) {
            root.set("additional_special_tokens", more);
        }
        return root;
    }
}
