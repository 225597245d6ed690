package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Token ids as text. */
final class TokenIds {
    private TokenIds() {}

    /** Reads ids separated by spaces, commas or lines. */
    static List<Integer> read(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return of(List.of(text.split("[,\\s]+")));
    }

    /** Ids by their spellings; empty ones are passed over. */
    static List<Integer> of(List<String> spellings) {
        return spellings.stream()
                .filter(part -> !part.isEmpty())
                .map(TokenIds::id)
                .toList();
    }

    private static Integer id(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new CliException(ExitCode.USAGE, "'" + text + "' is no token id; expected whole numbers");
        }
    }
}
