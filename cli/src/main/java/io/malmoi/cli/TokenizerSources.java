package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that make a tokenizer, among those that a user names. */
final class TokenizerSources {
    private static final Pattern FILE =
            Pattern.compile("tokenizer\\.json|tokenizer_config\\.json|special_tokens_map\\.json"
                    + "|vocab\\.json|merges\\.txt|encoder\\.json|vocab\\.bpe|.*\\.tiktoken|tok[^/]*\\.bin");

    private TokenizerSources() {}

    /** Files as they are, and of folders those that make tokenizers. */
    static List<Path> of(List<Path> named) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : named) {
            if (Files.isRegularFile(path)) {
                files.add(path);
            } else if (Files.isDirectory(path)) {
                try (Stream<Path> all = Files.list(path)) {
                    all.filter(file ->
                                    FILE.matcher(file.getFileName().toString()).matches())
                            .sorted()
                            .forEach(files::add);
                }
            } else {
                throw new CliException(ExitCode.NOT_FOUND, "no such file or folder: " + path);
            }
        }
        if (files.isEmpty()) {
            throw new CliException(ExitCode.NOT_FOUND, "no file of a tokenizer in " + named.get(0));
        }
        return files;
    }
}
