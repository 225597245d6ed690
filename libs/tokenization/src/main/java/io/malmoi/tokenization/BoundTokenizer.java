package io.malmoi.tokenization;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.SpecialTokens;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import io.malmoi.tokenization.json.JsonPart;
import io.malmoi.tokenization.json.PartReader;
import io.malmoi.tokenization.json.TokenizerFiles;
import io.malmoi.tokenization.json.TokenizerFormatException;
import io.malmoi.tokenization.json.TokenizerReader;
import io.malmoi.tokenization.json.UnsupportedPartException;
import io.malmoi.tokenization.model.Alphabet;
import io.malmoi.tokenization.pretokenization.AddedTokens;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.text.Surrogates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A tokenizer that Hugging Face's own library runs, in native code. It always finds special tokens in a text, so it is there
 * twice: as the file says, and without its special tokens, which are then found here as asked.
 */
final class BoundTokenizer implements Tokenizer {
    private static final String LIBRARY = "Hugging Face tokenizers";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Begins the spelling that Unigram, which would find them in a text by itself, is given for special tokens. */
    private static final String NEVER_FOUND = "\uFFFF";

    private static final Cleaner CLEANER = Cleaner.create();
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final byte[] content;
    private final String kind;
    private final List<String> tokens;
    private final SpecialTokens special;
    private final AddedTokens specialInText;
    private final PostProcessor postProcessor;
    private final HuggingFaceTokenizer whole;
    private final HuggingFaceTokenizer withoutSpecial;

    private BoundTokenizer(byte[] content, JsonPart root) throws IOException {
        this.content = content;
        TokenizerReader.Names names = TokenizerReader.names(root);
        kind = root.field("model").field("type").textOrEmpty();
        tokens = new TokenizerDefinition(names.added(), null, null, null, null, new Model.WordLevel(names.tokens(), ""))
                .tokens();
        special = new SpecialTokens(names.added());
        specialInText = new AddedTokens(special.tokens(), spelling -> spelling);
        postProcessor = PartReader.postProcessor(root.field("post_processor"));
        whole = open(root, false);
        withoutSpecial = open(root, true);
    }

    /**
     * Reads a {@code tokenizer.json} that Malmoi does not run itself.
     *
     * @param reason what it does not do
     */
    static BoundTokenizer read(byte[] content, UnsupportedPartException reason) throws IOException {
        JsonPart root = TokenizerReader.parse("tokenizer.json", new ByteArrayInputStream(content));
        try {
            return new BoundTokenizer(content, root);
        } catch (UnsupportedPartException | LinkageError e) {
            throw reason.refusedBy(LIBRARY, e);
        } catch (RuntimeException e) {
            throw e instanceof TokenizerFormatException ? e : reason.refusedBy(LIBRARY, e);
        }
    }

    private HuggingFaceTokenizer open(JsonPart root, boolean leaveOutSpecial) throws IOException {
        ObjectNode json = root.node().deepCopy();
        json.putNull("truncation").putNull("padding").putNull("post_processor");
        if (leaveOutSpecial) {
            leaveOutSpecial(json);
        }
        HuggingFaceTokenizer opened = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes(json)), OPTIONS);
        CLEANER.register(this, opened::close);
        return opened;
    }

    private void leaveOutSpecial(ObjectNode json) {
        if (json.path("added_tokens") instanceof ArrayNode added) {
            for (int i = added.size() - 1; i >= 0; i--) {
                if (added.get(i).path("special").asBoolean()) {
                    added.remove(i);
                }
            }
        }
        if (json.path("model").path("vocab") instanceof ArrayNode scored) {
            special.tokens().stream()
                    .filter(token -> token.id() < scored.size())
                    .forEach(token -> ((ArrayNode) scored.get(token.id())).set(0, NEVER_FOUND + token.id()));
        }
    }

    private static byte[] bytes(ObjectNode json) throws JsonProcessingException {
        return JSON.writeValueAsBytes(json);
    }

    @Override
    public Map<String, byte[]> files(int maximumLength) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(TokenizerFiles.TOKENIZER, content.clone());
        files.putAll(TokenizerFiles.transformers(special, maximumLength));
        return files;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public int vocabularySize() {
        return tokens.size();
    }

    @Override
    public List<String> specialTokens() {
        return special.spellings();
    }

    @Override
    public boolean isSpecial(int id) {
        return special.contains(id);
    }

    @Override
    public int endOfText() {
        return special.endOfText();
    }

    @Override
    public OptionalInt specialId(String token) {
        return special.id(token);
    }

    @Override
    public int[] encode(String text, boolean parseSpecialTokens) {
        return trace(text, parseSpecialTokens ? SpecialTokens.ALL : SpecialTokens.NONE)
                .ids();
    }

    @Override
    public List<Encoding> encode(List<TextPair> texts, EncodingOptions options) {
        Predicate<AddedToken> parsed = options.specialTokens().among(special);
        EncodingAssembler assembler = new EncodingAssembler(postProcessor, options);
        List<Encoding> encodings = new ArrayList<>(texts.size());
        for (TextPair pair : texts) {
            encodings.add(assembler.assemble(Stream.concat(Stream.of(pair.first()), pair.second().stream())
                    .map(text -> trace(text, parsed))
                    .toList()));
        }
        Optional<EncodingOptions.Padding> padding = options.padding();
        return padding.isEmpty()
                ? encodings
                : assembler.padded(encodings, special.padding(padding.get().token()));
    }

    private Alphabet.Symbols trace(String text, Predicate<AddedToken> parsed) {
        Surrogates.check(text);
        Trace trace = new Trace();
        if (parsed == SpecialTokens.ALL) {
            trace.add(whole, text, 0);
            return trace.symbols();
        }
        specialInText.split(text, parsed, new AddedTokens.Parts() {
            @Override
            public void text(int from, int to) {
                trace.add(withoutSpecial, text.substring(from, to), from);
            }

            @Override
            public void token(int id, int from, int to) {
                trace.add(id, from, to);
            }
        });
        return trace.symbols();
    }

    private static final class Trace {
        private final IntList ids = new IntList(64);
        private final IntList starts = new IntList(64);
        private final IntList ends = new IntList(64);

        void add(HuggingFaceTokenizer tokenizer, String text, int from) {
            ai.djl.huggingface.tokenizers.Encoding encoding = encode(tokenizer, text);
            CharSpan[] spans = encoding.getCharTokenSpans();
            int[] indexes = indexes(text);
            for (int i = 0; i < spans.length; i++) {
                CharSpan span = spans[i];
                int start = span == null ? 0 : indexes[span.getStart()];
                add((int) encoding.getIds()[i], from + start, from + (span == null ? 0 : indexes[span.getEnd()]));
            }
        }

        private static ai.djl.huggingface.tokenizers.Encoding encode(HuggingFaceTokenizer tokenizer, String text) {
            try {
                return tokenizer.encode(text, false, false);
            } catch (RuntimeException e) {
                throw new InvalidTextException(LIBRARY + " cannot encode the text: " + e.getMessage());
            }
        }

        /** Index in UTF-16 of each code point, and of the end. */
        private static int[] indexes(String text) {
            int[] indexes = new int[text.codePointCount(0, text.length()) + 1];
            for (int i = 0, at = 0; i < indexes.length; i++) {
                indexes[i] = at;
                at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
            }
            return indexes;
        }

        void add(int id, int start, int end) {
            ids.add(id);
            starts.add(start);
            ends.add(end);
        }

        Alphabet.Symbols symbols() {
            return new Alphabet.Symbols(ids.toArray(), starts.toArray(), ends.toArray());
        }
    }

    @Override
    public String decode(int[] ids, boolean skipSpecialTokens) {
        Ids.check(ids, tokens.size());
        return whole.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecialTokens);
    }

    @Override
    public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
        return new WindowDecoder(this, skipSpecialTokens);
    }

    @Override
    public String token(int id) {
        Ids.check(id, tokens.size());
        return tokens.get(id);
    }
}
