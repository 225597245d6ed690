package io.malmoi.tokenization.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.PreTokenizer.PrependScheme;
import io.malmoi.tokenization.definition.PreTokenizer.SplitBehavior;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.pattern.PatternException;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the parts of a {@code tokenizer.json} around the model. */
public final class PartReader {
    private static final Map<String, SplitBehavior> BEHAVIORS = Map.of(
            "Removed", SplitBehavior.REMOVED,
            "Isolated", SplitBehavior.ISOLATED,
            "MergedWithPrevious", SplitBehavior.MERGED_WITH_PREVIOUS,
            "MergedWithNext", SplitBehavior.MERGED_WITH_NEXT,
            "Contiguous", SplitBehavior.CONTIGUOUS);

    private PartReader() {}

    static Normalizer normalizer(JsonPart part) {
        if (part.absent()) {
            return Normalizer.NONE;
        }
        JsonPart type = part.field("type");
        return switch (type.text()) {
            case "NFC", "NFD", "NFKC", "NFKD" -> new Normalizer.Unicode(Form.valueOf(type.text()));
            case "Lowercase" -> new Normalizer.Lowercase();
            case "Strip" ->
                new Normalizer.Strip(
                        part.field("strip_left").flag(true),
                        part.field("strip_right").flag(true));
            case "Replace" ->
                new Normalizer.Replace(
                        pattern(part.field("pattern")), part.field("content").text());
            case "Prepend" -> new Normalizer.Prepend(part.field("prepend").text());
            case "Sequence" -> new Normalizer.Sequence(each(part.field("normalizers"), PartReader::normalizer));
            default ->
                throw type.unsupported("NFC, NFD, NFKC, NFKD, Lowercase, Strip, Replace, Prepend and Sequence are");
        };
    }

    static PreTokenizer preTokenizer(JsonPart part) {
        if (part.absent()) {
            return PreTokenizer.NONE;
        }
        JsonPart type = part.field("type");
        return switch (type.text()) {
            case "ByteLevel" ->
                new PreTokenizer.ByteLevel(
                        part.field("add_prefix_space").flag(true),
                        part.field("use_regex").flag(true));
            case "Whitespace" -> new PreTokenizer.Whitespace();
            case "WhitespaceSplit" -> new PreTokenizer.WhitespaceSplit();
            case "Split" ->
                new PreTokenizer.Split(
                        pattern(part.field("pattern")),
                        behavior(part.field("behavior")),
                        part.field("invert").flag(false));
            case "Metaspace" ->
                new PreTokenizer.Metaspace(
                        part.field("replacement").character(),
                        scheme(part),
                        part.field("split").flag(true));
            case "Digits" ->
                new PreTokenizer.Digits(part.field("individual_digits").flag(false));
            case "Sequence" -> sequence(part.field("pretokenizers"));
            default ->
                throw type.unsupported(
                        "ByteLevel, Whitespace, WhitespaceSplit, Split, Metaspace, Digits and Sequence are");
        };
    }

    /** What comes after bytes would have to be cut where characters have no bounds. */
    private static PreTokenizer sequence(JsonPart list) {
        List<PreTokenizer> parts = each(list, PartReader::preTokenizer);
        for (int i = 0; i < parts.size() - 1; i++) {
            list.items()
                    .get(i)
                    .mustBe(!parts.get(i).has(PreTokenizer.ByteLevel.class), "ByteLevel is at the end of a Sequence");
        }
        return new PreTokenizer.Sequence(parts);
    }

    private static <T> List<T> each(JsonPart list, Function<JsonPart, T> read) {
        return list.items().stream().map(read).toList();
    }

    private static TextPattern pattern(JsonPart part) {
        JsonPart regex = part.field("Regex");
        JsonPart used = regex.absent() ? part.field("String") : regex;
        try {
            return regex.absent() ? new TextPattern.Literal(used.text()) : new TextPattern.Regex(used.text());
        } catch (PatternException e) {
            throw used.unsupported(e.getMessage());
        }
    }

    private static SplitBehavior behavior(JsonPart part) {
        SplitBehavior behavior = BEHAVIORS.get(part.text());
        if (behavior == null) {
            throw part.fault("one of " + String.join(", ", BEHAVIORS.keySet()) + " was expected, not " + part.node());
        }
        return behavior;
    }

    private static PrependScheme scheme(JsonPart part) {
        JsonPart scheme = part.field("prepend_scheme");
        if (scheme.absent()) {
            return part.field("add_prefix_space").flag(true) ? PrependScheme.ALWAYS : PrependScheme.NEVER;
        }
        return Stream.of(PrependScheme.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(scheme.text()))
                .findFirst()
                .orElseThrow(() -> scheme.fault("always, first or never was expected, not " + scheme.node()));
    }

    static TokenDecoder decoder(JsonPart part) {
        if (part.absent()) {
            return new TokenDecoder.Spaces();
        }
        JsonPart type = part.field("type");
        return switch (type.text()) {
            case "ByteLevel" -> new TokenDecoder.ByteLevel();
            case "ByteFallback" -> new TokenDecoder.ByteFallback();
            case "Fuse" -> new TokenDecoder.Fuse();
            case "Strip" ->
                new TokenDecoder.Strip(
                        part.field("content").character(),
                        part.field("start").id(),
                        part.field("stop").id());
            case "Replace" ->
                new TokenDecoder.Replace(
                        pattern(part.field("pattern")), part.field("content").text());
            case "Metaspace" ->
                new TokenDecoder.Metaspace(part.field("replacement").character(), scheme(part));
            case "WordPiece" ->
                new TokenDecoder.WordPiece(
                        part.field("prefix").text(), part.field("cleanup").flag(true));
            case "BPEDecoder" -> new TokenDecoder.Bpe(part.field("suffix").text());
            case "Sequence" -> new TokenDecoder.Sequence(each(part.field("decoders"), PartReader::decoder));
            default ->
                throw type.unsupported("ByteLevel, ByteFallback, Fuse, Strip, Replace, Metaspace, WordPiece, BPEDecoder"
                        + " and Sequence are");
        };
    }

    public static PostProcessor postProcessor(JsonPart part) {
        if (part.absent()) {
            return PostProcessor.NONE;
        }
        JsonPart type = part.field("type");
        return switch (type.text()) {
            case "ByteLevel" -> PostProcessor.plain(offsets(part));
            case "TemplateProcessing" -> template(part);
            case "BertProcessing" -> around(part, 1, 1, PostProcessor.Offsets.WHOLE);
            case "RobertaProcessing" -> around(part, 2, 0, offsets(part));
            case "Sequence" ->
                part.field("processors").items().stream()
                        .map(PartReader::postProcessor)
                        .reduce(PostProcessor.NONE, PartReader::both);
            default ->
                throw type.unsupported(
                        "ByteLevel, TemplateProcessing, BertProcessing, RobertaProcessing and Sequence are");
        };
    }

    private static PostProcessor both(PostProcessor first, PostProcessor second) {
        PostProcessor template = second.listed() ? second : first;
        PostProcessor.Offsets offsets =
                second.offsets() == PostProcessor.Offsets.WHOLE ? first.offsets() : second.offsets();
        return new PostProcessor(template.single(), template.pair(), offsets, template.listed());
    }

    private static PostProcessor.Offsets offsets(JsonPart part) {
        if (!part.field("trim_offsets").flag(true)) {
            return PostProcessor.Offsets.WHOLE;
        }
        return part.field("add_prefix_space").flag(true)
                ? PostProcessor.Offsets.TRIMMED_AFTER_PREFIX
                : PostProcessor.Offsets.TRIMMED;
    }

    /** One token before, one after each text, and so many between two. */
    private static PostProcessor around(JsonPart part, int between, int secondType, PostProcessor.Offsets offsets) {
        PostProcessor.Special start = special(part.field("cls"), 0);
        PostProcessor.Special end = special(part.field("sep"), 0);
        List<PostProcessor.Piece> single = List.of(start, new PostProcessor.Text(false, 0), end);
        List<PostProcessor.Piece> pair = new ArrayList<>(single);
        if (between == 2) {
            pair.add(end);
        }
        pair.add(new PostProcessor.Text(true, secondType));
        pair.add(special(part.field("sep"), secondType));
        return new PostProcessor(single, pair, offsets, true);
    }

    private static PostProcessor.Special special(JsonPart part, int typeId) {
        List<JsonPart> items = part.items();
        if (items.size() != 2) {
            throw part.fault("a token and its id were expected, not " + items.size() + " items");
        }
        return new PostProcessor.Special(
                items.get(0).text(), List.of(items.get(1).id()), typeId);
    }

    private static PostProcessor template(JsonPart part) {
        Map<String, List<Integer>> ids = part.field("special_tokens").fields().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> each(entry.getValue().field("ids"), JsonPart::id)));
        return new PostProcessor(
                each(part.field("single"), piece -> piece(piece, ids)),
                each(part.field("pair"), piece -> piece(piece, ids)),
                PostProcessor.Offsets.WHOLE,
                true);
    }

    private static PostProcessor.Piece piece(JsonPart part, Map<String, List<Integer>> ids) {
        JsonPart sequence = part.field("Sequence");
        if (!sequence.absent()) {
            JsonNode id = sequence.field("id").node();
            return new PostProcessor.Text(
                    id.asText().equals("B"), sequence.field("type_id").id());
        }
        JsonPart special = part.field("SpecialToken");
        String token = special.field("id").text();
        if (!ids.containsKey(token)) {
            throw special.field("id").fault("\"" + token + "\" is not among the special_tokens of the template");
        }
        return new PostProcessor.Special(
                token, ids.get(token), special.field("type_id").id());
    }
}
