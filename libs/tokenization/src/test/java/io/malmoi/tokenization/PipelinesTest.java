package io.malmoi.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.PreTokenizer.PrependScheme;
import io.malmoi.tokenization.definition.PreTokenizer.SplitBehavior;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of normalizer and pre-tokenizer, beside the reference library; see src/test/python/golden_pipelines.py. */
class PipelinesTest {
    private static final String END = AddedToken.END_OF_TEXT;
    private static final JsonNode GOLDEN = Golden.json("pipelines.json");

    /** Where these change a text, offsets here reach over all that was changed; there not always. */
    private static final Set<String> COMPOSING = Set.of(
            "cl100k",
            "korean",
            "digits",
            "max-token-length",
            "alphabet",
            "metaspace",
            "changed",
            "merged-with-previous");

    static Stream<JsonNode> pipelines() {
        return StreamSupport.stream(GOLDEN.get("pipelines").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void trainsAndEncodesAsTheReferenceLibrary(JsonNode golden) throws IOException {
        String name = golden.get("name").textValue();
        Tokenizer trained = train(settings(name));
        byte[] file = trained.files(0).get("tokenizer.json");
        assertThat(Golden.sha256(file)).isEqualTo(golden.get("sha256").textValue());

        Tokenizer read = Tokenizer.read(new ByteArrayInputStream(file));
        assertThat(read.files(0).get("tokenizer.json")).isEqualTo(file);
        List<String> texts = Golden.strings(GOLDEN.get("texts"));
        for (int i = 0; i < texts.size(); i++) {
            check(read, name, texts.get(i), golden.get("encodings").get(i));
        }
    }

    private static void check(Tokenizer tokenizer, String name, String text, JsonNode golden) {
        int[] ids = Golden.ints(golden.get("ids"));
        assertThat(tokenizer.encode(text, true)).as(text).isEqualTo(ids);
        EncodingOptions options =
                new EncodingOptions(EncodingOptions.Recognition.ALL, false, Optional.empty(), Optional.empty());
        Encoding encoding =
                tokenizer.encode(List.of(TextPair.of(text)), options).get(0);
        assertThat(encoding.ids()).as(text).isEqualTo(ids);
        boolean composed = java.text.Normalizer.isNormalized(text, Form.NFC);
        if (!COMPOSING.contains(name) || composed && !name.equals("changed")) {
            int[] offsets = Golden.ints(golden.get("offsets"));
            for (int i = 0; i < ids.length; i++) {
                assertThat(text.codePointCount(0, encoding.starts()[i]))
                        .as(text + i)
                        .isEqualTo(offsets[2 * i]);
                assertThat(text.codePointCount(0, encoding.ends()[i]))
                        .as(text + i)
                        .isEqualTo(offsets[2 * i + 1]);
            }
        }
        assertThat(tokenizer.decode(ids, false)).isEqualTo(golden.get("decoded").textValue());
    }

    private static Tokenizer train(BpeSettings settings) throws IOException {
        byte[] text = (Golden.text("koconovel.txt") + Golden.text("the-verdict.txt")).getBytes("UTF-8");
        return new BpeTrainer(settings)
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
    }

    private static BpeSettings settings(String name) {
        Normalizer nfc = new Normalizer.Unicode(Form.NFC);
        return switch (name) {
            case "cl100k" -> of(1500, nfc, bytes(split(TextPattern.CL100K, SplitBehavior.ISOLATED)));
            case "o200k" -> of(1500, Normalizer.NONE, bytes(split(TextPattern.O200K, SplitBehavior.ISOLATED)));
            case "korean" -> BpeSettings.korean(1500);
            case "digits" ->
                of(900, nfc, bytes(new PreTokenizer.Digits(true), split(TextPattern.CL100K, SplitBehavior.ISOLATED)));
            case "prefix-space" -> of(900, Normalizer.NONE, new PreTokenizer.ByteLevel(true, true));
            case "max-token-length" ->
                new BpeSettings(
                        1200,
                        2,
                        List.of(END),
                        nfc,
                        PreTokenizer.BYTE_LEVEL,
                        new BpeSettings.Characters(0, "", 6, "", "", ""));
            case "whitespace" ->
                new BpeSettings(
                        2500,
                        2,
                        List.of("[PAD]", "[UNK]", "[BOS]", "[EOS]"),
                        Normalizer.NONE,
                        new PreTokenizer.Whitespace(),
                        new BpeSettings.Characters(0, "", 0, "", "", "[UNK]"));
            case "alphabet" ->
                new BpeSettings(
                        1800,
                        2,
                        List.of("<unk>", END),
                        nfc,
                        new PreTokenizer.Whitespace(),
                        new BpeSettings.Characters(743, "가힣あ\uD840\uDC00", 0, "", "", "<unk>"));
            case "metaspace" ->
                new BpeSettings(
                        2500,
                        2,
                        List.of("<unk>", END),
                        new Normalizer.Unicode(Form.NFKC),
                        PreTokenizer.Metaspace.USUAL,
                        new BpeSettings.Characters(0, "", 0, "", "", "<unk>"));
            case "metaspace-first" ->
                of(2500, Normalizer.NONE, new PreTokenizer.Metaspace('\u2581', PrependScheme.FIRST, true));
            case "changed" ->
                of(
                        2500,
                        new Normalizer.Sequence(List.of(
                                new Normalizer.Lowercase(),
                                new Normalizer.Strip(true, true),
                                new Normalizer.Replace(new TextPattern.Literal("e"), "ée"),
                                new Normalizer.Replace(new TextPattern.Regex("\\d+"), "0"),
                                new Normalizer.Unicode(Form.NFD))),
                        new PreTokenizer.WhitespaceSplit());
            case "merged-with-previous" ->
                of(2500, new Normalizer.Unicode(Form.NFKD), split("\\s+|[.,!?]", SplitBehavior.MERGED_WITH_PREVIOUS));
            case "merged-with-next" -> of(2500, Normalizer.NONE, split("\\s", SplitBehavior.MERGED_WITH_NEXT));
            case "contiguous" -> of(2500, Normalizer.NONE, split("[\\s\\p{P}]", SplitBehavior.CONTIGUOUS));
            case "removed" ->
                of(
                        2500,
                        Normalizer.NONE,
                        new PreTokenizer.Sequence(List.of(
                                new PreTokenizer.Split(new TextPattern.Literal(" "), SplitBehavior.REMOVED, false),
                                new PreTokenizer.Digits(false))));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static BpeSettings of(int size, Normalizer normalizer, PreTokenizer preTokenizer) {
        boolean bytes = preTokenizer.has(PreTokenizer.ByteLevel.class);
        return new BpeSettings(
                size,
                2,
                bytes ? List.of(END) : List.of("<unk>", END),
                normalizer,
                preTokenizer,
                new BpeSettings.Characters(0, "", 0, "", "", bytes ? "" : "<unk>"));
    }

    private static PreTokenizer split(String pattern, SplitBehavior behavior) {
        return new PreTokenizer.Split(new TextPattern.Regex(pattern), behavior, false);
    }

    private static PreTokenizer bytes(PreTokenizer... parts) {
        return new PreTokenizer.Sequence(
                Stream.concat(Stream.of(parts), Stream.of(new PreTokenizer.ByteLevel(false, false)))
                        .toList());
    }
}
