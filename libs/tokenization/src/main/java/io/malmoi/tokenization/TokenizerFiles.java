package io.malmoi.tokenization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a tokenizer's files as Hugging Face tokenizers 0.23 does, byte for byte, and as transformers reads them. */
final class TokenizerFiles {
    static final String TOKENIZER = "tokenizer.json";

    private static final String CONFIGURATION = "tokenizer_config.json";
    private static final String SPECIAL_TOKENS = "special_tokens_map.json";
    private static final ObjectMapper JSON = new ObjectMapper();
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
    static Map<String, byte[]> of(TokenizerModel model, List<AddedToken> special, int maximumLength) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(TOKENIZER, bytes(tokenizer(model)));
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

    private static ObjectNode tokenizer(TokenizerModel model) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (AddedToken token : model.added()) {
            ObjectNode node = added.addObject().put("id", token.id());
            addedToken(node, token);
        }
        if (model.normalization() == Normalization.NFC) {
            root.putObject("normalizer").put("type", "NFC");
        } else {
            root.putNull("normalizer");
        }
        byteLevel(root.putObject("pre_tokenizer"), false);
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"), true);
        bpe(root.putObject("model"), model.vocabulary());
        return root;
    }

    private static void addedToken(ObjectNode node, AddedToken token) {
        node.put("content", token.content())
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", token.normalized())
                .put("special", token.special());
    }

    private static void byteLevel(ObjectNode node, boolean prefixSpace) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", prefixSpace)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static void bpe(ObjectNode node, Vocabulary vocabulary) {
        node.put("type", "BPE").putNull("dropout").putNull("unk_token");
        node.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        node.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode ids = node.putObject("vocab");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        ArrayNode merges = node.putArray("merges");
        for (Vocabulary.Merge merge : vocabulary.merges()) {
            merges.addArray()
                    .add(vocabulary.tokens().get(merge.first()))
                    .add(vocabulary.tokens().get(merge.second()));
        }
    }

    private static ObjectNode configuration(List<AddedToken> special, int maximumLength) {
        ObjectNode root = JSON.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        ObjectNode decoder = root.putObject("added_tokens_decoder");
        special.forEach(token -> addedToken(decoder.putObject(Integer.toString(token.id())), token));
        special.stream()
                .findFirst()
                .ifPresent(end -> root.put("bos_token", end.content()).put("eos_token", end.content()));
        root.put("clean_up_tokenization_spaces", false);
        if (maximumLength > 0) {
            root.put("model_max_length", maximumLength);
        }
        return root;
    }

    private static ObjectNode specialTokens(List<AddedToken> special) {
        ObjectNode root = JSON.createObjectNode();
        special.stream()
                .findFirst()
                .ifPresent(end -> root.put("bos_token", end.content()).put("eos_token", end.content()));
        ArrayNode more = JSON.createArrayNode();
        special.stream().skip(1).forEach(token -> more.add(token.content()));
        if (!more.isEmpty()) {
            root.set("additional_special_tokens", more);
        }
        return root;
    }
}
