package io.malmoi.datasets.structuring;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and checks the file of a template, YAML or JSON. */
final class TemplateReader {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String FORM = "description, text or record, optional, special_tokens, banks, values, copies";

    private final String name;

    private TemplateReader(String name) {
        this.name = name;
    }

    private record File(
            String description,
            String text,
            Map<String, String> record,
            Set<String> optional,
            @JsonProperty("special_tokens") List<String> specialTokens,
            Map<String, List<String>> banks,
            Map<String, Map<String, String>> values,
            Integer copies) {
        File {
            record = record == null ? Map.of() : record;
            optional = optional == null ? Set.of() : optional;
            specialTokens = specialTokens == null ? List.of() : specialTokens;
            banks = banks == null ? Map.of() : banks;
            values = values == null ? Map.of() : values;
            copies = copies == null ? 1 : copies;
        }
    }

    /**
     * Reads a template.
     *
     * @param name what messages call it
     * @throws TemplateException if it is malformed, naming the place
     */
    static Template read(String name, String content) {
        if (content.length() > Templates.LONGEST) {
            throw new TemplateException(String.format(
                    Locale.ROOT,
                    "template '%s' has %,d characters; at most %,d",
                    name,
                    content.length(),
                    Templates.LONGEST));
        }
        return new TemplateReader(name).check(file(name, content));
    }

    private static File file(String name, String content) {
        try {
            File file = YAML.readValue(content, File.class);
            if (file == null) {
                throw new TemplateException("template '" + name + "' is empty; it must have " + FORM);
            }
            return file;
        } catch (UnrecognizedPropertyException e) {
            throw new TemplateException(
                    place(name, e) + " has '" + e.getPropertyName() + "', which templates do not; they have " + FORM);
        } catch (JsonProcessingException e) {
            throw new TemplateException(place(name, e) + " is no template: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static String place(String name, JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return "template '" + name + "'" + (location == null ? "" : ", line " + location.getLineNr() + ",");
    }

    private Template check(File file) {
        require(file.description() != null && !file.description().isBlank(), "must have a description");
        require(
                (file.text() == null || file.text().isBlank()) != file.record().isEmpty(),
                "must have either text or record");
        require(
                file.copies() >= 1 && file.copies() <= Templates.MOST_COPIES,
                "has copies: " + file.copies() + ", but that must be from 1 to " + Templates.MOST_COPIES);
        require(
                file.specialTokens().stream().allMatch(token -> token != null && !token.isBlank()),
                "has a special token that is blank");
        Map<String, List<Node>> record = new LinkedHashMap<>();
        file.record().forEach((field, text) -> record.put(field, parse("field '" + field + "'", text, file)));
        return new Template(
                name,
                file.description(),
                file.text() == null ? List.of() : parse("text", file.text(), file),
                record,
                file.optional(),
                file.specialTokens(),
                banks(file),
                file.values(),
                file.copies());
    }

    private Map<String, List<List<Node>>> banks(File file) {
        Map<String, List<List<Node>>> banks = new LinkedHashMap<>();
        file.banks().forEach((bank, texts) -> {
            require(texts != null && !texts.isEmpty(), "has the bank '" + bank + "' without texts");
            banks.put(
                    bank,
                    texts.stream()
                            .map(text -> parse("bank '" + bank + "'", text, file))
                            .toList());
        });
        Set<String> inBanks = banks.values().stream()
                .flatMap(List::stream)
                .flatMap(Node::references)
                .map(Node.Reference::field)
                .filter(banks::containsKey)
                .collect(Collectors.toSet());
        require(inBanks.isEmpty(), "has banks within banks: " + inBanks);
        return banks;
    }

    private List<Node> parse(String part, String text, File file) {
        require(text != null, "has nothing in its " + part);
        return TemplateParser.parse(
                "template '" + name + "', " + part, text.replace("\r\n", "\n"), file.specialTokens());
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            throw new TemplateException("template '" + name + "' " + fault);
        }
    }
}
