package io.malmoi.tokenization.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.PreTokenizer.PrependScheme;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.definition.TokenDecoder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes the parts of a {@code tokenizer.json} around the model; a part that does nothing is null. */
final class PartWriter {
    private PartWriter() {}

    private static ObjectNode part(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static ObjectNode sequence(String field, List<ObjectNode> parts) {
        ObjectNode sequence = part("Sequence");
        ArrayNode list = sequence.putArray(field);
        parts.forEach(list::add);
        return sequence;
    }

    static ObjectNode normalizer(Normalizer normalizer) {
        if (normalizer instanceof Normalizer.Unicode unicode) {
            return part(unicode.form().name());
        }
        if (normalizer instanceof Normalizer.Lowercase) {
            return part("Lowercase");
        }
        if (normalizer instanceof Normalizer.Strip strip) {
            return part("Strip").put("strip_left", strip.left()).put("strip_right", strip.right());
        }
        if (normalizer instanceof Normalizer.Replace replace) {
            return replace(replace.pattern(), replace.content());
        }
        if (normalizer instanceof Normalizer.Prepend prepend) {
            return part("Prepend").put("prepend", prepend.prepend());
        }
        List<Normalizer> all = ((Normalizer.Sequence) normalizer).normalizers();
        return all.isEmpty()
                ? null
                : sequence(
                        "normalizers", all.stream().map(PartWriter::normalizer).toList());
    }

    private static ObjectNode replace(TextPattern pattern, String content) {
        ObjectNode node = part("Replace");
        node.set("pattern", pattern(pattern));
        return node.put("content", content);
    }

    private static ObjectNode pattern(TextPattern pattern) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return pattern instanceof TextPattern.Regex regex
                ? node.put("Regex", regex.expression())
                : node.put("String", ((TextPattern.Literal) pattern).text());
    }

    static ObjectNode preTokenizer(PreTokenizer preTokenizer) {
        if (preTokenizer instanceof PreTokenizer.ByteLevel byteLevel) {
            return byteLevel(byteLevel.addPrefixSpace(), true, byteLevel.useRegex());
        }
        if (preTokenizer instanceof PreTokenizer.Whitespace) {
            return part("Whitespace");
        }
        if (preTokenizer instanceof PreTokenizer.WhitespaceSplit) {
            return part("WhitespaceSplit");
        }
        if (preTokenizer instanceof PreTokenizer.Digits digits) {
            return part("Digits").put("individual_digits", digits.individual());
        }
        if (preTokenizer instanceof PreTokenizer.Metaspace metaspace) {
            return metaspace(metaspace.replacement(), metaspace.prependScheme(), metaspace.split());
        }
        if (preTokenizer instanceof PreTokenizer.Split split) {
            ObjectNode node = part("Split");
            node.set("pattern", pattern(split.pattern()));
            return node.put("behavior", camelCase(split.behavior().name())).put("invert", split.invert());
        }
        List<PreTokenizer> all = ((PreTokenizer.Sequence) preTokenizer).preTokenizers();
        return all.isEmpty()
                ? null
                : sequence(
                        "pretokenizers",
                        all.stream().map(PartWriter::preTokenizer).toList());
    }

    private static String camelCase(String name) {
        StringBuilder written = new StringBuilder();
        Stream.of(name.split("_"))
                .forEach(word ->
                        written.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT)));
        return written.toString();
    }

    private static ObjectNode byteLevel(boolean prefixSpace, boolean trimOffsets, boolean useRegex) {
        return part("ByteLevel")
                .put("add_prefix_space", prefixSpace)
                .put("trim_offsets", trimOffsets)
                .put("use_regex", useRegex);
    }

    private static ObjectNode metaspace(char replacement, PrependScheme scheme, boolean split) {
        return part("Metaspace")
                .put("replacement", String.valueOf(replacement))
                .put("prepend_scheme", scheme.name().toLowerCase(Locale.ROOT))
                .put("split", split);
    }

    static ObjectNode decoder(TokenDecoder decoder) {
        if (decoder instanceof TokenDecoder.Spaces) {
            return null;
        }
        if (decoder instanceof TokenDecoder.ByteLevel) {
            return byteLevel(true, true, true);
        }
        if (decoder instanceof TokenDecoder.Strip strip) {
            return part("Strip")
                    .put("content", String.valueOf(strip.content()))
                    .put("start", strip.start())
                    .put("stop", strip.stop());
        }
        if (decoder instanceof TokenDecoder.Replace replace) {
            return replace(replace.pattern(), replace.content());
        }
        if (decoder instanceof TokenDecoder.Metaspace metaspace) {
            return metaspace(metaspace.replacement(), metaspace.prependScheme(), true);
        }
        if (decoder instanceof TokenDecoder.WordPiece wordPiece) {
            return part("WordPiece").put("prefix", wordPiece.prefix()).put("cleanup", wordPiece.cleanup());
        }
        if (decoder instanceof TokenDecoder.Bpe bpe) {
            return part("BPEDecoder").put("suffix", bpe.suffix());
        }
        if (decoder instanceof TokenDecoder.Sequence sequence) {
            return sequence(
                    "decoders",
                    sequence.decoders().stream().map(PartWriter::decoder).toList());
        }
        return part(decoder instanceof TokenDecoder.Fuse ? "Fuse" : "ByteFallback");
    }

    static ObjectNode postProcessor(PostProcessor postProcessor) {
        boolean trims = postProcessor.offsets() != PostProcessor.Offsets.WHOLE;
        ObjectNode byteLevel =
                byteLevel(postProcessor.offsets() == PostProcessor.Offsets.TRIMMED_AFTER_PREFIX, trims, true);
        if (!postProcessor.listed()) {
            return trims ? byteLevel : null;
        }
        ObjectNode template = template(postProcessor);
        return trims ? sequence("processors", List.of(byteLevel, template)) : template;
    }

    private static ObjectNode template(PostProcessor postProcessor) {
        ObjectNode template = part("TemplateProcessing");
        ArrayNode single = template.putArray("single");
        postProcessor.single().forEach(piece -> single.add(piece(piece)));
        ArrayNode pair = template.putArray("pair");
        postProcessor.pair().forEach(piece -> pair.add(piece(piece)));
        ObjectNode tokens = template.putObject("special_tokens");
        Stream.concat(postProcessor.single().stream(), postProcessor.pair().stream())
                .filter(PostProcessor.Special.class::isInstance)
                .map(PostProcessor.Special.class::cast)
                .forEach(special -> special(tokens, special));
        return template;
    }

    private static ObjectNode piece(PostProcessor.Piece piece) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (piece instanceof PostProcessor.Special special) {
            node.putObject("SpecialToken").put("id", special.token()).put("type_id", special.typeId());
        } else {
            boolean second = ((PostProcessor.Text) piece).second();
            node.putObject("Sequence").put("id", second ? "B" : "A").put("type_id", piece.typeId());
        }
        return node;
    }

    private static void special(ObjectNode tokens, PostProcessor.Special special) {
        ObjectNode token = tokens.putObject(special.token()).put("id", special.token());
        ArrayNode ids = token.putArray("ids");
        special.ids().forEach(ids::add);
        token.putArray("tokens").add(special.token());
    }
}
