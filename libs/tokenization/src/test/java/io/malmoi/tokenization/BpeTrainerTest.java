package io.malmoi.tokenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BpeTrainerTest {
    @TempDir
    Path folder;

    static Stream<JsonNode> trained() {
        return StreamSupport.stream(Golden.json("trained.json").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("trained")
    void writesTheFileThatTheReferenceLibraryWrites(JsonNode golden) throws IOException {
        BpeSettings settings = new BpeSettings(
                Math.max(
                        golden.get("vocabularySize").intValue(),
                        256 + golden.get("specialTokens").size()),
                golden.get("minimumFrequency").intValue(),
                Golden.strings(golden.get("specialTokens")));

        train(settings, Golden.bytes(golden.get("text").textValue() + ".txt")).save(folder, 0);

        assertThat(Golden.sha256(Files.readAllBytes(folder.resolve("tokenizer.json"))))
                .isEqualTo(golden.get("sha256").textValue());
    }

    @Test
    void reportsProgressOfBothStages() throws IOException {
        byte[] text = Golden.bytes("the-verdict.txt");
        List<String> reports = new ArrayList<>();
        new BpeTrainer(BpeSettings.ofSize(500))
                .train(
                        new ByteArrayInputStream(text),
                        text.length,
                        (stage, done, total, unit) -> reports.add(stage + " " + done + "/" + total + " " + unit));

        assertThat(reports)
                .startsWith("count words 0/20479 bytes")
                .contains("count words 20479/20479 bytes", "merge pairs 0/243 merges", "merge pairs 64/243 merges")
                .endsWith("merge pairs 243/243 merges");
    }

    @Test
    void stopsWithWhatTheListenerThrows() {
        byte[] text = Golden.bytes("the-verdict.txt");
        assertThatThrownBy(() -> new BpeTrainer(BpeSettings.ofSize(500))
                        .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {
                            throw new CancellationException("stop");
                        }))
                .isInstanceOf(CancellationException.class)
                .hasMessage("stop");
    }

    @Test
    void endsEarlyWhenNothingIsLeftToMerge() throws IOException {
        assertThat(train(BpeSettings.ofSize(10_000), "aa aa".getBytes(StandardCharsets.UTF_8))
                        .vocabularySize())
                .isEqualTo(258);
    }

    @Test
    void refusesTextWithoutText() {
        for (String text : List.of("", "\n\n", " \t\u3000\n")) {
            assertThatThrownBy(() -> train(BpeSettings.ofSize(300), text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(InvalidTextException.class)
                    .hasMessageContaining("no text");
        }
    }

    @Test
    void namesTheFirstByteThatIsNotUtf8() {
        byte[] text = "좋은 날\n".repeat(400_000).getBytes(StandardCharsets.UTF_8);
        text[3_000_001] = (byte) 0xFF;
        text[3_900_000] = (byte) 0xFF;
        assertThatThrownBy(() -> train(BpeSettings.ofSize(300), text))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageMatching(".*not UTF-8.* offset (2999999|300000[01])");
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(() -> BpeSettings.ofSize(256))
                .hasMessage("vocabulary_size is 256: give at least 257, room for 256 bytes and 1 special tokens");
        assertThatThrownBy(() -> new BpeSettings(300, 2, List.of("<a>", "<a>"))).hasMessageContaining("\"<a>\" twice");
        assertThatThrownBy(() -> new BpeSettings(300, 2, List.of(""))).hasMessageContaining("empty token");
        assertThatThrownBy(() -> new BpeSettings(300, 2, List.of())).hasMessageContaining("special_tokens is empty");
        assertThatThrownBy(() -> new BpeSettings(300, -1, List.of("<a>"))).hasMessageContaining("minimum_frequency");
    }

    private static Tokenizer train(BpeSettings settings, byte[] text) throws IOException {
        return new BpeTrainer(settings)
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {});
    }
}
