package io.malmoi.tokenization;

import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.SpecialTokens;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import io.malmoi.tokenization.json.TokenizerFiles;
import io.malmoi.tokenization.model.Alphabet;
import io.malmoi.tokenization.model.WordEncoder;
import io.malmoi.tokenization.pattern.CharacterClasses;
import io.malmoi.tokenization.pretokenization.AddedTokens;
import io.malmoi.tokenization.pretokenization.Normalization;
import io.malmoi.tokenization.pretokenization.PreTokenization;
import io.malmoi.tokenization.text.ByteSpelling;
import io.malmoi.tokenization.text.Surrogates;
import io.malmoi.tokenization.text.TextSlice;
import io.malmoi.tokenization.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** A tokenizer of parts: added tokens, then normalizer, pre-tokenizer and model. Threads share its cache of words. */
final class PipelineTokenizer implements Tokenizer {
    private static final char SPACE = ByteSpelling.spell(' ');

    private final TokenizerDefinition definition;
    private final Normalization normalization;
    private final PreTokenization preTokenization;
    private final WordEncoder encoder;
    private final Decoding decoding;
    private final AddedTokens rawAdded;
    private final AddedTokens normalizedAdded;
    private final SpecialTokens special;
    private final List<String> tokens;
    private final byte[][] bytes; // of each token; null if tokens do not spell bytes

    PipelineTokenizer(TokenizerDefinition definition) {
        this.definition = definition;
        normalization = Normalization.of(definition.normalizer());
        preTokenization = PreTokenization.of(definition.preTokenizer());
        encoder = WordEncoder.of(definition.model(), definition.preTokenizer().has(PreTokenizer.ByteLevel.class));
        decoding = Decoding.of(definition.decoder());
        rawAdded = new AddedTokens(
                definition.added().stream().filter(token -> !token.normalized()).toList(), spelling -> spelling);
        normalizedAdded = new AddedTokens(
                definition.added().stream().filter(AddedToken::normalized).toList(),
                spelling -> normalization.apply(whole(spelling)).toString());
        special = new SpecialTokens(definition.added());
        tokens = definition.tokens();
        bytes = definition.decoder() instanceof TokenDecoder.ByteLevel
                ? tokens.stream().map(ByteSpelling::bytes).toArray(byte[][]::new)
                : null;
    }

    private static TextSlice whole(String text) {
        return TextSlice.untracked(text.toCharArray(), 0, text.length(), true);
    }

    @Override
    public Map<String, byte[]> files(int maximumLength) {
        return TokenizerFiles.of(definition, special, maximumLength);
    }

    @Override
    public String kind() {
        return definition.model() instanceof Model.Bpe ? "BPE" : "WordLevel";
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
        IntList ids = new IntList(text.length() / 2 + 8);
        new Run(ids, null, parseSpecialTokens ? SpecialTokens.ALL : SpecialTokens.NONE).encode(text);
        return ids.toArray();
    }

    @Override
    public List<Encoding> encode(List<TextPair> texts, EncodingOptions options) {
        EncodingAssembler assembler = new EncodingAssembler(definition.postProcessor(), options);
        Predicate<AddedToken> parsed = options.specialTokens().among(special);
        List<Encoding> encodings = new ArrayList<>(texts.size());
        for (TextPair pair : texts) {
            List<Alphabet.Symbols> traced = new ArrayList<>(List.of(trace(pair.first(), parsed)));
            pair.second().ifPresent(second -> traced.add(trace(second, parsed)));
            encodings.add(assembler.assemble(traced));
        }
        Optional<EncodingOptions.Padding> padding = options.padding();
        return padding.isEmpty()
                ? encodings
                : assembler.padded(encodings, special.padding(padding.get().token()));
    }

    private Alphabet.Symbols trace(String text, Predicate<AddedToken> parsed) {
        IntList ids = new IntList(text.length() / 2 + 8);
        IntList spans = new IntList(text.length() + 16);
        new Run(ids, spans, parsed).encode(text);
        int[] starts = new int[ids.size()];
        int[] ends = new int[ids.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = spans.get(2 * i);
            ends[i] = spans.get(2 * i + 1);
        }
        Alphabet.Symbols symbols = new Alphabet.Symbols(ids.toArray(), starts, ends);
        PostProcessor.Offsets offsets = definition.postProcessor().offsets();
        if (offsets != PostProcessor.Offsets.WHOLE) {
            trimOffsets(symbols, offsets == PostProcessor.Offsets.TRIMMED_AFTER_PREFIX);
        }
        return symbols;
    }

    /** A token's offsets leave out the spaces that it begins or ends with, but not a space that was put before the text. */
    private void trimOffsets(Alphabet.Symbols symbols, boolean afterPrefix) {
        for (int i = 0; i < symbols.ids().length; i++) {
            String token = tokens.get(symbols.ids()[i]);
            int from = 0;
            int to = token.length();
            while (from < to && isSpace(token.charAt(from))) {
                from++;
            }
            while (to > from && isSpace(token.charAt(to - 1))) {
                to--;
            }
            int start = symbols.starts()[i];
            int end = symbols.ends()[i];
            from = afterPrefix && from == 1 && (i == 0 || start == 0) ? 0 : from;
            symbols.starts()[i] = Math.min(start + from, end);
            symbols.ends()[i] = Math.max(end - (token.length() - to), symbols.starts()[i]);
        }
    }

    /** Tokens of the model spell a space as a byte; added tokens as it is. */
    private static boolean isSpace(char c) {
        return c == SPACE || CharacterClasses.of(c) == CharacterClasses.SPACE;
    }

    /** One text on its way through the parts. */
    private final class Run implements PreTokenization.Words {
        private final IntList ids;
        private final IntList spans; // start and end of each; null if nobody asks
        private final Predicate<AddedToken> parsed;

        Run(IntList ids, IntList spans, Predicate<AddedToken> parsed) {
            this.ids = ids;
            this.spans = spans;
            this.parsed = parsed;
        }

        void encode(String text) {
            Surrogates.check(text);
            rawAdded.split(text, parsed, new AddedTokens.Parts() {
                @Override
                public void text(int from, int to) {
                    String part = text.substring(from, to);
                    TextSlice slice = spans != null
                            ? TextSlice.tracked(part, from)
                            : TextSlice.untracked(part.toCharArray(), 0, part.length(), from == 0);
                    encodeNormalized(normalization.apply(slice));
                }

                @Override
                public void token(int id, int from, int to) {
                    add(id, from, to);
                }
            });
        }

        private void encodeNormalized(TextSlice text) {
            if (normalizedAdded.isEmpty()) {
                preTokenization.split(text, this);
                return;
            }
            int start = text.start();
            normalizedAdded.split(text.toString(), parsed, new AddedTokens.Parts() {
                @Override
                public void text(int from, int to) {
                    preTokenization.split(text.part(start + from, start + to), Run.this);
                }

                @Override
                public void token(int id, int from, int to) {
                    boolean tracked = spans != null;
                    add(id, tracked ? text.starts()[start + from] : 0, tracked ? text.ends()[start + to - 1] : 0);
                }
            });
        }

        @Override
        public void word(TextSlice text, int start, int limit) {
            if (spans == null) {
                encoder.encode(text.characters(), start, limit, ids);
                return;
            }
            Alphabet.Symbols traced = encoder.trace(text.characters(), start, limit);
            for (int i = 0; i < traced.ids().length; i++) {
                int from = text.starts()[start + traced.starts()[i]];
                add(traced.ids()[i], from, text.ends()[start + traced.ends()[i] - 1]);
            }
        }

        private void add(int id, int from, int to) {
            ids.add(id);
            if (spans != null) {
                spans.add(from);
                spans.add(to);
            }
        }
    }

    @Override
    public String decode(int[] ids, boolean skipSpecialTokens) {
        Ids.check(ids, tokens.size());
        if (bytes == null) {
            List<String> spelt = new ArrayList<>(ids.length);
            for (int id : ids) {
                if (!skipSpecialTokens || !special.contains(id)) {
                    spelt.add(tokens.get(id));
                }
            }
            return String.join("", decoding.apply(spelt));
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(ids.length * 4);
        for (int id : ids) {
            if (!skipSpecialTokens || !special.contains(id)) {
                text.writeBytes(bytes[id]);
            }
        }
        return Utf8.decodeLossy(text.toByteArray(), text.size());
    }

    @Override
    public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
        return bytes == null
                ? new WindowDecoder(this, skipSpecialTokens)
                : new ByteDecoder(bytes, skipSpecialTokens ? special : new SpecialTokens(List.of()));
    }

    @Override
    public String token(int id) {
        Ids.check(id, tokens.size());
        return bytes == null ? tokens.get(id) : Utf8.decodeLossy(bytes[id], bytes[id].length);
    }
}
