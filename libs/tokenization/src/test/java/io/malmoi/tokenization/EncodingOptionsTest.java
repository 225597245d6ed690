package io.malmoi.tokenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.tokenization.EncodingOptions.Padding;
import io.malmoi.tokenization.EncodingOptions.Recognition;
import io.malmoi.tokenization.EncodingOptions.Side;
import io.malmoi.tokenization.EncodingOptions.Truncation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches with every option, beside the reference library; see src/test/python/golden_bound.py. */
class EncodingOptionsTest {
    private static final JsonNode GOLDEN = Golden.json("bound.json");

    private static Tokenizer tokenizer(String name) throws IOException {
        return Tokenizer.read(new ByteArrayInputStream(Golden.bytes(name + ".tokenizer.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "unigram", "korean"})
    void encodesBatchesAsTheReferenceLibrary(String name) throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        JsonNode golden = GOLDEN.get("tokenizers").get(name);
        List<TextPair> pairs = StreamSupport.stream(GOLDEN.get("pairs").spliterator(), false)
                .map(pair -> new TextPair(
                        pair.get(0).textValue(), Optional.ofNullable(pair.get(1).textValue())))
                .toList();
        for (int i = 0; i < GOLDEN.get("options").size(); i++) {
            EncodingOptions options =
                    options(GOLDEN.get("options").get(i), golden.get("padding").textValue());
            List<Encoding> encodings = tokenizer.encode(pairs, options);
            for (int j = 0; j < pairs.size(); j++) {
                check(
                        tokenizer,
                        pairs.get(j),
                        encodings.get(j),
                        golden.get("batches").get(i).get(j));
            }
        }
    }

    private static void check(Tokenizer tokenizer, TextPair pair, Encoding encoding, JsonNode golden) {
        assertThat(encoding.ids()).as(pair.toString()).isEqualTo(Golden.ints(golden.get("ids")));
        assertThat(encoding.typeIds()).isEqualTo(Golden.ints(golden.get("types")));
        assertThat(encoding.attentionMask()).isEqualTo(Golden.ints(golden.get("attention")));
        assertThat(encoding.specialTokensMask()).isEqualTo(Golden.ints(golden.get("special")));
        assertThat(tokenizer.decode(encoding.ids(), true))
                .isEqualTo(golden.get("decoded").textValue());
        if (!(pair.first() + pair.second().orElse("")).contains("😀")) {
            int[] offsets = Golden.ints(golden.get("offsets"));
            for (int i = 0; i < encoding.length(); i++) {
                assertThat(encoding.starts()[i]).as(pair + " " + i).isEqualTo(offsets[2 * i]);
                assertThat(encoding.ends()[i]).as(pair + " " + i).isEqualTo(offsets[2 * i + 1]);
            }
        }
    }

    private static EncodingOptions options(JsonNode options, String padding) {
        Optional<Truncation> truncation = Optional.ofNullable(options.get("truncation"))
                .map(node -> new Truncation(node.get(0).intValue(), side(node.get(1))));
        Optional<Padding> filled = Optional.ofNullable(options.get("padding"))
                .map(node -> new Padding(
                        node.get(0).isNull()
                                ? OptionalInt.empty()
                                : OptionalInt.of(node.get(0).intValue()),
                        side(node.get(1)),
                        Optional.of(padding)));
        return new EncodingOptions(Recognition.ALL, options.get("special").booleanValue(), truncation, filled);
    }

    private static Side side(JsonNode node) {
        return Side.valueOf(node.textValue().toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "unigram", "korean"})
    void specialTokensAreFoundAsAsked(String name) throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        String first = tokenizer.specialTokens().get(0);
        String last = tokenizer.specialTokens().get(tokenizer.specialTokens().size() - 1);
        String text = "봄 " + first + last + " 꽃";
        assertThat(specials(tokenizer, text, Recognition.ALL)).isEqualTo(2);
        assertThat(specials(tokenizer, text, new Recognition(false, Set.of(first))))
                .isEqualTo(first.equals(last) ? 2 : 1);
        int ordinary =
                tokenizer.specialId("[UNK]").orElse(tokenizer.specialId("<unk>").orElse(-1));
        assertThat(Arrays.stream(tokenizer.encode(text))
                        .filter(id -> id != ordinary)
                        .noneMatch(tokenizer::isSpecial))
                .isTrue();
        assertThatThrownBy(() -> specials(tokenizer, text, new Recognition(false, Set.of("<none>"))))
                .hasMessageContaining("there is no special token \"<none>\": the tokenizer has " + first);
    }

    private static long specials(Tokenizer tokenizer, String text, Recognition recognition) {
        Encoding encoding = tokenizer
                .encode(
                        List.of(TextPair.of(text)),
                        new EncodingOptions(recognition, false, Optional.empty(), Optional.empty()))
                .get(0);
        Set<Integer> asked = tokenizer.specialTokens().stream()
                .filter(token -> !token.toLowerCase(Locale.ROOT).contains("unk"))
                .map(token -> tokenizer.specialId(token).getAsInt())
                .collect(Collectors.toSet());
        return Arrays.stream(encoding.ids()).filter(asked::contains).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "unigram", "korean"})
    void streamingGivesWhatDecodingGives(String name) throws IOException {
        Tokenizer tokenizer = tokenizer(name);
        for (String line : Golden.text("koconovel.txt").lines().limit(60).toList()) {
            int[] ids = tokenizer.encode(line);
            StreamingDecoder decoder = tokenizer.streamingDecoder(false);
            String streamed = Arrays.stream(ids).mapToObj(decoder::next).collect(Collectors.joining());
            assertThat(streamed + decoder.flush()).isEqualTo(tokenizer.decode(ids, false));
        }
    }

    @Test
    void offsetsPointIntoTheTextAsItWasGiven() {
        String text = "😀 값\u1100\u1161\u11A8";
        Encoding encoding = Golden.korean()
                .encode(List.of(TextPair.of(text)), EncodingOptions.PLAIN)
                .get(0);
        assertThat(encoding.starts()[0]).isZero();
        assertThat(encoding.ends()[0]).isEqualTo(2);
        assertThat(encoding.ends()[encoding.length() - 1]).isEqualTo(text.length());
    }

    @Test
    void refusesOptionsThatCannotBeMet() throws IOException {
        Tokenizer korean = Golden.korean();
        Padding padding = new Padding(OptionalInt.empty(), Side.RIGHT, Optional.empty());
        assertThatThrownBy(() -> korean.encode(
                        List.of(TextPair.of("x")),
                        new EncodingOptions(Recognition.NONE, false, Optional.empty(), Optional.of(padding))))
                .hasMessage("the tokenizer has no padding token: name one of its special tokens, <|endoftext|>");
        Truncation short1 = new Truncation(1, Side.RIGHT);
        assertThatThrownBy(() -> tokenizer("wordpiece")
                        .encode(
                                List.of(TextPair.of("x")),
                                new EncodingOptions(Recognition.NONE, true, Optional.of(short1), Optional.empty())))
                .hasMessageContaining("the tokenizer adds 2 special tokens");
    }

    /** As GPT-NeoX has tokens for spaces; offsets by Hugging Face tokenizers. */
    @Test
    void offsetsLeaveOutTheSpacesOfAddedTokensToo() throws IOException {
        String json = """
                {"added_tokens": [{"id": 2, "content": "  ", "special": false, "normalized": true}],
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
                 "post_processor": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
                 "decoder": {"type": "ByteLevel"},
                 "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": []}}
                """;
        Tokenizer tokenizer = Tokenizer.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        Encoding encoding = tokenizer
                .encode(List.of(TextPair.of("a  b")), EncodingOptions.PLAIN)
                .get(0);
        assertThat(encoding.ids()).containsExactly(0, 2, 1);
        assertThat(encoding.starts()).containsExactly(0, 3, 3);
        assertThat(encoding.ends()).containsExactly(1, 3, 4);
    }
}
