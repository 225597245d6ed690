package io.malmoi.tokenization.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.tokenization.Golden;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.counting.LeftOutWords;
import io.malmoi.tokenization.counting.WordCounter;
import io.malmoi.tokenization.counting.WordCounts;
import io.malmoi.tokenization.counting.WordRoom;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BpeTrainerTest {
    private static final WordRoom ROOM = WordRoom.toMerge(Runtime.getRuntime().maxMemory());

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
    void wordsThatAreTooManyForMemoryGoThroughAFile() throws IOException {
        byte[] text = Golden.bytes("reviews.txt");
        List<String> stages = new ArrayList<>();
        String trained = train(text, new WordRoom(1, Long.MAX_VALUE), stages);

        assertThat(trained).isEqualTo(train(text, ROOM, new ArrayList<>()));
        assertThat(stages).contains("sort out words 64/64").noneMatch(stage -> stage.startsWith("leave"));
    }

    @Test
    void leavesTheRarestWordsOutWhereThereIsNoRoom() throws IOException {
        String often = Golden.text("the-verdict.txt").repeat(2);
        String seldom = words(20_000);
        byte[] both = (often + seldom + "\n").getBytes(StandardCharsets.UTF_8);
        long room = slots(often.getBytes(StandardCharsets.UTF_8));
        List<String> stages = new ArrayList<>();

        for (long tableBytes : new long[] {1, Long.MAX_VALUE}) {
            String trained = train(both, new WordRoom(tableBytes, room), stages);
            String without = train(often.getBytes(StandardCharsets.UTF_8), ROOM, new ArrayList<>());
            assertThat(trained).isEqualTo(without);
            assertThat(stages).anyMatch(stage -> stage.matches("leave out rare words 20000/2\\d+"));
        }
    }

    @Test
    void ofWordsEquallyRareTheSameAreAlwaysLeftOut() throws IOException {
        byte[] text = words(50_000).getBytes(StandardCharsets.UTF_8);
        WordRoom room = new WordRoom(1, 100_000);
        List<String> stages = new ArrayList<>();
        assertThat(train(text, room, stages)).isEqualTo(train(text, room, new ArrayList<>()));
        assertThat(stages.get(stages.indexOf("sort out words 64/64") + 1)).matches("leave out rare words 3\\d{4}/\\d+");
    }

    @Test
    void tellsHowManyWordsWereLeftOutAndTheirShare() throws IOException {
        byte[] text = (" often".repeat(60_000) + words(20_000)).getBytes(StandardCharsets.UTF_8);
        WordRoom room = new WordRoom(Long.MAX_VALUE, 1 + " often".length());
        LeftOutWords leftOut = new BpeTrainer(BpeSettings.ofSize(300), room)
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .leftOut();

        assertThat(leftOut).isEqualTo(new LeftOutWords(20_000, 0.25));
        assertThat(new BpeTrainer(BpeSettings.ofSize(300))
                        .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                        .leftOut())
                .isEqualTo(LeftOutWords.NONE);
    }

    private static long slots(byte[] text) throws IOException {
        WordCounts words = new WordCounter(new Normalizer.Unicode(Form.NFC), PreTokenizer.BYTE_LEVEL, ROOM)
                .count(new ByteArrayInputStream(text), 0, (stage, done, total, unit) -> {});
        long[] slots = {0};
        words.forEach((characters, start, end, count) -> slots[0] += 1 + Utf8.length(characters, start, end));
        return slots[0];
    }

    private static String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> " q"
                        + Integer.toString(i, 26)
                                .replaceAll("\\d", "x$0")
                                .chars()
                                .mapToObj(c -> Character.toString(c <= '9' ? 'a' + c - '0' : c))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private static String train(byte[] text, WordRoom room, List<String> stages) throws IOException {
        byte[] file = new BpeTrainer(BpeSettings.ofSize(1000), room)
                .train(
                        new ByteArrayInputStream(text),
                        text.length,
                        (stage, done, total, unit) -> stages.add(stage + " " + done + "/" + total))
                .tokenizer()
                .files(0)
                .get("tokenizer.json");
        return Golden.sha256(file);
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
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
    }
}
