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
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    private static final DocumentSizes AS_THEY_STAND = DocumentSizes.of(0, DocumentSizes.LARGEST);
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    @TempDir
    Path folder;

    @Test
    void splitsAtBlankLines() throws IOException {
        assertThat(read("\n첫 글\n둘째 줄\n\n \t\r\n다음 글\n\n\n끝", AS_THEY_STAND)).containsExactly("첫 글\n둘째 줄", "다음 글", "끝");
        assertThat(read("\n\n가\n나\n\n", AS_THEY_STAND)).containsExactly("가", "나");
        assertThat(read("가", DocumentSizes.USUAL)).containsExactly("가");
    }

    @Test
    void mergesParagraphsToTheMinimumAndTheRestToTheLastDocument() throws IOException {
        String paragraph = "가".repeat(99);
        String text = String.join(
                "\n\n", paragraph, paragraph, paragraph, "긴 글 ".repeat(100).strip(), "끝");
        assertThat(read(text, DocumentSizes.of(200, 1_000)))
                .containsExactly(
                        paragraph + "\n\n" + paragraph,
                        paragraph + "\n\n" + "긴 글 ".repeat(100).strip() + "\n\n끝");
        assertThat(read(text, DocumentSizes.USUAL)).isEqualTo(read(text, DocumentSizes.of(200, 1_000)));
    }

    @Test
    void groupsLinesWhereThereAreNoBlankLines() throws IOException {
        String line = "가".repeat(399);
        List<String> documents = read((line + "\n").repeat(12), DocumentSizes.USUAL);
        assertThat(documents)
                .containsExactly(
                        (line + "\n").repeat(6).strip(), (line + "\n").repeat(6).strip());
        assertThat(read((line + "\n").repeat(3), DocumentSizes.of(0, 1_000))).containsExactly(line, line, line);
    }

    @Test
    void marksAreNoPartOfDocumentsAndMarkedOnesAreNeverMerged() throws IOException {
        assertThat(read("\u001e가\n\n나\n\u001e다\n", DocumentSizes.of(200, 1_000)))
                .containsExactly("가\n\n나", "다");
    }

    @Test
    void controlCharactersAreNoMarksInATextWhoseDocumentsAreNotMarked() throws IOException {
        assertThat(read("가\u001f나\n\n \u001f\n\n다\u001d\u001e라", AS_THEY_STAND)).containsExactly("가나", "다라");
        assertThat(read("\u001e가\u001f나\n", AS_THEY_STAND)).containsExactly("가\u001f나");
    }

    @Test
    void cutsAtSentenceEndsElseAtSpacesElseBetweenCharacters() throws IOException {
        String sentences = ("하늘이 맑다. " + "바람이 분다! ").repeat(20).strip();
        assertThat(read(sentences, DocumentSizes.of(0, 100)))
                .allMatch(document -> document.length() <= 100)
                .allMatch(document -> document.endsWith(".") || document.endsWith("!"));
        assertThat(read("말 ".repeat(80).strip(), DocumentSizes.of(0, 100)))
                .containsExactly("말 ".repeat(50).strip(), "말 ".repeat(30).strip());
        String family = "👨‍👩‍👧";
        assertThat(read(family.repeat(30), DocumentSizes.of(0, 100)))
                .containsExactly(family.repeat(12), family.repeat(12), family.repeat(6));
    }

    @Test
    void leavesNoShortRestBehindACut() throws IOException {
        List<String> documents = read("말".repeat(110), DocumentSizes.of(50, 100));
        assertThat(documents).extracting(String::length).containsExactly(60, 50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsEveryCharacterWholeAndEverySizeWhateverTheText(long seed) throws IOException {
        Random random = new Random(seed);
        int maximum = 100 + random.nextInt(300);
        DocumentSizes sizes = DocumentSizes.of(random.nextInt(maximum / 2 + 1), maximum);
        String text = text(random, seed % 2 == 0);
        List<String> documents = read(text, sizes);
        List<String> characters = new ArrayList<>();
        documents.forEach(document -> characters.addAll(characters(document)));
        assertThat(characters).isEqualTo(characters(text));
        assertThat(documents).allMatch(document -> document.length() <= maximum);
        assertThat(documents)
                .allMatch(document -> document.length() >= sizes.minimum().getAsInt() - 2);
    }

    /** Syllables, letters of syllables, emoji of several code points, signs and white space, with blank lines or without. */
    private static String text(Random random, boolean blankLines) {
        String[] characters = {
            "가", "힣", "\u1112\u1161\u11ab", "e\u0301", "👩🏽", "🇰🇷", "a", ".", "。", "\u3002\ufe0f", "?\"", " ", "\n"
        };
        StringBuilder text = new StringBuilder("글");
        for (int i = 0; i < 5_000; i++) {
            text.append(characters[random.nextInt(random.nextInt(40) == 0 ? characters.length : 11)]);
            text.append(random.nextInt(90) == 0 ? blankLines ? "\n\n" : "\n" : "");
        }
        return blankLines ? text + "\n\n글" : text.toString().replace("\n\n", "\n");
    }

    private static List<String> characters(String text) {
        return CHARACTER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(character -> !character.isBlank())
                .toList();
    }

    @Test
    void cutsALineOfMegabytesInTimeThatGrowsWithItsLength() throws IOException {
        assertThat(read("끝없는".repeat(1_500_000), DocumentSizes.of(0, 100))).hasSize(45_000);
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
        Path file = Files.write(folder.resolve("text"), new byte[] {'a', '\n', (byte) 0xb0, (byte) 0xa1});
        assertThatThrownBy(() -> DocumentReader.open(file, DocumentSizes.USUAL))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("byte offset 2, in line 2");
    }

    @ParameterizedTest
    @CsvSource({"0,99", "0,300001", "-1,100", "51,100"})
    void refusesSizesThatCannotBe(int minimum, int maximum) {
        assertThatThrownBy(() -> DocumentSizes.of(minimum, maximum))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be from");
    }

    private List<String> read(String text, DocumentSizes sizes) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), text);
        List<String> documents = new ArrayList<>();
        try (DocumentReader reader = DocumentReader.open(file, sizes)) {
            Optional<byte[]> document;
            while ((document = reader.next()).isPresent()) {
                documents.add(new String(document.get(), StandardCharsets.UTF_8));
            }
        }
        return documents;
    }
}
