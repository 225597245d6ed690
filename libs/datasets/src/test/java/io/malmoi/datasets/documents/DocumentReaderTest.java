package io.malmoi.datasets.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.datasets.text.InvalidTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {
    @TempDir
    Path folder;

    @Test
    void splitsAtBlankLines() throws IOException {
        assertThat(read("\n첫 글\n둘째 줄\n\n \t\r\n다음 글\n\n\n끝")).containsExactly("첫 글\n둘째 줄", "다음 글", "끝");
    }

    @Test
    void groupsLinesWhereThereAreNoBlankLines() throws IOException {
        String line = "가".repeat(399);
        List<String> documents = read((line + "\n").repeat(12));
        assertThat(documents).containsExactly(five(line), five(line), line + "\n" + line);
    }

    @Test
    void blankLinesAtTheEndsOfATextSeparateNothing() throws IOException {
        assertThat(read("\n\n가\n나\n\n")).containsExactly("가\n나");
    }

    @Test
    void aLineLongerThanAGroupStaysWhole() throws IOException {
        String line = "나".repeat(5_000);
        assertThat(read("가\n" + line + "\n다\n라")).containsExactly("가", line, "다\n라");
    }

    @Test
    void cutsVeryLongDocumentsAtLineEnds() throws IOException {
        String line = "x".repeat(99_999);
        List<String> documents = read("a\n\n" + (line + "\n").repeat(25));
        assertThat(documents).hasSize(4).first().isEqualTo("a");
        assertThat(String.join("\n", documents.subList(1, 4)))
                .isEqualTo((line + "\n").repeat(25).strip());
        assertThat(documents).allMatch(document -> document.length() <= DocumentReader.MAXIMUM_BYTES);
    }

    @Test
    void readsTextsOfOneLine() throws IOException {
        assertThat(read("가")).containsExactly("가");
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
        Path file = Files.write(folder.resolve("text"), new byte[] {'a', '\n', (byte) 0xb0, (byte) 0xa1});
        assertThatThrownBy(() -> DocumentReader.open(file))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("byte offset 2, in line 2");
    }

    private static String five(String line) {
        return String.join("\n", line, line, line, line, line);
    }

    private List<String> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), text);
        List<String> documents = new ArrayList<>();
        try (DocumentReader reader = DocumentReader.open(file)) {
            Optional<byte[]> document;
            while ((document = reader.next()).isPresent()) {
                documents.add(new String(document.get(), StandardCharsets.UTF_8));
            }
        }
        return documents;
    }
}
