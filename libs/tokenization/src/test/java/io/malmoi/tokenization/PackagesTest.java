package io.malmoi.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages import only from those below them. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/malmoi/tokenization");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?io\\.malmoi\\.tokenization\\.((?:[a-z]+(?=\\.))?)", Pattern.MULTILINE);

    /** From the bottom up; the empty name is the tokenizer itself. */
    private static final List<String> ORDER = List.of(
            "collections",
            "text",
            "pattern",
            "definition",
            "json",
            "pretokenization",
            "model",
            "",
            "counting",
            "training",
            "files",
            "evaluation");

    static List<String> packages() {
        return ORDER;
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsOnlyWhatIsBelow(String name) throws IOException {
        assertThat(ORDER.subList(0, ORDER.indexOf(name))).containsAll(imports(SOURCES.resolve(name)));
    }

    private static Set<String> imports(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> IMPORT.matcher(read(file)).results())
                    .map((MatchResult found) -> found.group(1))
                    .filter(other -> !other.equals(
                            folder.equals(SOURCES) ? "" : folder.getFileName().toString()))
                    .collect(Collectors.toSet());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
