package io.malmoi.tokenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.tokenization.text.InvalidTextException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private final Tokenizer tokenizer = Golden.korean();

    @Test
    void encodesAndDecodesAsTheReferenceLibrary() {
        for (JsonNode golden : Golden.json("encoded.json").get("texts")) {
            String text = golden.get("text").textValue();
            int[] parsed = Golden.ints(golden.get("parsed"));
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(Golden.ints(golden.get("ids")));
            assertThat(tokenizer.encode(text, true)).as(text).isEqualTo(parsed);
            assertThat(tokenizer.decode(parsed, true))
                    .isEqualTo(golden.get("decoded").textValue());
        }
    }

    @Test
    void decodesAnySequenceAsTheReferenceLibraryWhetherAtOnceOrStreaming() {
        for (JsonNode golden : Golden.json("encoded.json").get("sequences")) {
            int[] ids = Golden.ints(golden.get("ids"));
            String decoded = golden.get("decoded").textValue();
            assertThat(tokenizer.decode(ids, false)).isEqualTo(decoded);
            StreamingDecoder decoder = tokenizer.streamingDecoder(false);
            String streamed = Arrays.stream(ids).mapToObj(decoder::next).collect(Collectors.joining());
            assertThat(streamed + decoder.flush()).isEqualTo(decoded);
        }
    }

    @Test
    void encodesAWholeNovelAsTheReferenceLibrary() {
        String ids = Arrays.stream(tokenizer.encode(Golden.text("koconovel.txt"), true))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
        assertThat(Golden.sha256(ids.getBytes()))
                .isEqualTo(Golden.text("koconovel.sha256").strip());
    }

    @Test
    void decodingGivesTheTextBack() {
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            String text = Normalizer.normalize(randomText(random), Normalizer.Form.NFC);
            assertThat(tokenizer.decode(tokenizer.encode(text), false)).isEqualTo(text);
        }
    }

    private static String randomText(Random random) {
        return IntStream.range(0, random.nextInt(40))
                .map(i -> random.nextInt(
                        switch (random.nextInt(4)) {
                            case 0 -> 0x80;
                            case 1 -> 0x3400;
                            case 2 -> 0x10000;
                            default -> 0x110000;
                        }))
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void encodesAMegabyteWithoutASpaceInOneGo() {
        String text = "가나다라마바사".repeat(50_000);
        assertThat(tokenizer.decode(tokenizer.encode(text), false)).isEqualTo(text);
        assertThat(tokenizer.encode("a".repeat(1_000_000))).isNotEmpty();
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        List<String> lines = Golden.text("koconovel.txt").lines().toList();
        List<int[]> alone = lines.stream().map(Golden.korean()::encode).toList();
        assertThat(IntStream.range(0, 8 * lines.size())
                        .parallel()
                        .map(i -> i % lines.size())
                        .filter(i -> !Arrays.equals(tokenizer.encode(lines.get(i)), alone.get(i))))
                .isEmpty();
    }

    @Test
    void specialTokensAreTextUnlessParsed() {
        assertThat(tokenizer.encode("<|endoftext|>", true)).containsExactly(tokenizer.endOfText());
        assertThat(tokenizer.encode("<|endoftext|>")).hasSizeGreaterThan(1);
        assertThat(tokenizer.specialTokens()).containsExactly("<|endoftext|>");
        assertThat(tokenizer.specialId("<|endoftext|>")).hasValue(0);
        assertThat(tokenizer.specialId("<|pad|>")).isEmpty();
        assertThat(tokenizer.decode(new int[] {0, tokenizer.encode("x")[0], 0}, true))
                .isEqualTo("x");
        assertThat(tokenizer.decode(new int[] {0}, false)).isEqualTo("<|endoftext|>");
    }

    @Test
    void refusesUnpairedSurrogates() {
        assertThatThrownBy(() -> tokenizer.encode("ab\uD83D"))
                .isInstanceOf(InvalidTextException.class)
                .hasMessage("the text has an unpaired surrogate at index 2");
        assertThatThrownBy(() -> tokenizer.encode("\uDE00\uD83D")).hasMessageContaining("index 0");
    }

    @Test
    void refusesIdsOutsideTheVocabulary() {
        assertThatThrownBy(() -> tokenizer.decode(new int[] {5, 1200}, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token id 1200 at index 1 is outside the vocabulary: give 0 to 1199");
        assertThatThrownBy(() -> tokenizer.decode(new int[] {-1}, true)).hasMessageContaining("token id -1 at index 0");
        assertThatThrownBy(() -> tokenizer.token(1200)).hasMessageContaining("token id 1200 is outside");
    }

    @Test
    void streamingNeverSplitsACharacterAndNeverHoldsOneBack() {
        List<String> spelt = new java.util.ArrayList<>();
        Golden.json("korean.tokenizer.json")
                .get("model")
                .get("vocab")
                .fieldNames()
                .forEachRemaining(spelt::add);
        String text = "값👩‍👧é";
        StreamingDecoder decoder = tokenizer.streamingDecoder(true);
        StringBuilder streamed = new StringBuilder();
        int bytes = 0;
        for (int id : tokenizer.encode(text)) {
            String part = decoder.next(id);
            bytes += spelt.get(id).length();
            streamed.append(part);
            assertThat(part).doesNotContain("\uFFFD");
            assertThat(text).startsWith(streamed);
            int next = streamed.length() == text.length() ? 0 : text.codePointAt(streamed.length());
            int held = bytes - streamed.toString().getBytes().length;
            assertThat(held).isLessThan(Math.max(1, Character.toString(next).getBytes().length));
        }
        assertThat(streamed).hasToString(text);
        assertThat(decoder.flush()).isEmpty();
    }

    @Test
    void flushShowsWhatIsNoWholeCharacter() {
        int firstByte = tokenizer.encode("👩")[0];
        StreamingDecoder decoder = tokenizer.streamingDecoder(true);
        assertThat(decoder.next(firstByte)).isEmpty();
        assertThat(decoder.flush()).isEqualTo("\uFFFD");
        assertThat(decoder.next(tokenizer.encode("x")[0])).isEqualTo("x");
    }
}
