package io.malmoi.datasets.structuring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A dialogue that is written as text: a turn begins at a line with its speaker and a colon. Speakers may stand in brackets, as
 * the first one does: {@code <사람>: }, {@code ‹사람›: }, {@code [사람]: }, {@code #Person1#: }; behind the colon of one
 * without brackets there must be a blank, or nothing more in the line, so that times and addresses of pages begin no turn.
 */
final class Dialogue {
    private static final String SPEAKER = "([\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_ .-]{0,38}[\\p{L}\\p{N}_.])?)";
    private static final List<Pattern> BEGINNINGS = Stream.of(
                    "<" + SPEAKER + ">\\s*[:\uFF1A]",
                    "\u2039" + SPEAKER + "\u203A\\s*[:\uFF1A]",
                    "\\[" + SPEAKER + "]\\s*[:\uFF1A]",
                    "#" + SPEAKER + "#\\s*[:\uFF1A]",
                    SPEAKER + "\\s*[:\uFF1A](?=\\s|$)")
            .map(beginning -> Pattern.compile("\\s*" + beginning + "\\s*(.*)"))
            .toList();

    private Dialogue() {}

    /**
     * The turns of a dialogue, in order: objects of {@code role}, the speaker as written, and {@code content}. Lines that begin
     * no turn belong to the turn before; those before the first turn are left out.
     */
    static JsonNode turns(String text) {
        ArrayNode turns = JsonNodeFactory.instance.arrayNode();
        Pattern beginning = null;
        String speaker = null;
        StringBuilder content = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (beginning == null) {
                beginning = beginning(line).orElse(null);
            }
            Matcher turn = beginning == null ? null : beginning.matcher(line);
            if (turn != null && turn.matches()) {
                add(speaker, content, turns);
                speaker = turn.group(1);
                content.append(turn.group(2));
            } else {
                content.append('\n').append(line);
            }
        }
        add(speaker, content, turns);
        return turns;
    }

    private static Optional<Pattern> beginning(String line) {
        return BEGINNINGS.stream()
                .filter(beginning -> beginning.matcher(line).matches())
                .findFirst();
    }

    /** Adds a turn unless there is none before the first speaker, and empties its content. */
    private static void add(String speaker, StringBuilder content, ArrayNode turns) {
        if (speaker != null) {
            turns.addObject()
                    .put("role", speaker)
                    .put("content", content.toString().strip());
        }
        content.setLength(0);
    }
}
