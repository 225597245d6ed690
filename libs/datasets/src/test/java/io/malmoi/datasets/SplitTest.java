package io.malmoi.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.malmoi.datasets.documents.DocumentReader;
import io.malmoi.datasets.documents.DocumentSizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    private static final DocumentSizes SIZES = DocumentSizes.of(0, DocumentSizes.LARGEST);

    @TempDir
    Path folder;

    private record Sides(List<String> train, List<String> validation) {
        double share() {
            double kept = bytes(validation);
            return kept / (kept + bytes(train));
        }

        private static long bytes(List<String> texts) {
            return texts.stream()
                    .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5})
    void comesNearTheShareOfManyDocuments(double share) throws IOException {
        Sides sides = split(documents(2_000), share, 1);
        assertThat(sides.share()).isCloseTo(share, within(0.002));
        assertThat(sides.train().size() + sides.validation().size()).isEqualTo(2_000);
    }

    @Test
    void dependsOnTheSeedAndOnNothingElse() throws IOException {
        assertThat(split(documents(200), 0.1, 1)).isEqualTo(split(documents(200), 0.1, 1));
        assertThat(split(documents(200), 0.1, 1)).isNotEqualTo(split(documents(200), 0.1, 2));
    }

    @Test
    void equalDocumentsFallOnOneSide() throws IOException {
        Sides sides = split(documents(300) + "\n\n" + documents(300), 0.2, 3);
        assertThat(sides.train()).doesNotContainAnyElementsOf(sides.validation());
        assertThat(sides.share()).isCloseTo(0.2, within(0.02));
    }

    @Test
    void cutsTheEndOffATextOfOneDocument() throws IOException {
        String text =
                IntStream.range(0, 100).mapToObj(i -> "줄 번호 %02d".formatted(i)).collect(Collectors.joining("\n"));
        Sides sides = split(text, 0.1, 1, DocumentSizes.USUAL);
        assertThat(sides.train()).hasSize(1);
        assertThat(sides.validation()).hasSize(1);
        assertThat(sides.train().get(0) + "\n" + sides.validation().get(0)).isEqualTo(text);
        assertThat(sides.share()).isCloseTo(0.1, within(0.01));
    }

    @Test
    void cutsTheOnlyLineAtASpaceOrBetweenCharacters() throws IOException {
        Sides words = split("하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열", 0.3, 1);
        assertThat(words.train()).containsExactly("하나 둘 셋 넷 다섯 여섯 일곱");
        assertThat(words.validation()).containsExactly("여덟 아홉 열");
        assertThat(split("가나다라", 0.1, 1)).isEqualTo(new Sides(List.of("가나다"), List.of("라")));
        assertThat(split("👩‍👩", 0.5, 1).train()).containsExactly("👩");
    }

    @Test
    void cutsOffTheEndWhereDocumentsAreUneven() throws IOException {
        String text = "짧은 글\n\n" + "긴 글의 한 줄\n".repeat(1_000);
        Sides sides = split(text, 0.1, 1);
        assertThat(sides.share()).isCloseTo(0.1, within(0.01));
        assertThat(sides.train()).hasSize(2).first().isEqualTo("짧은 글");
        assertThat(sides.validation()).hasSize(1);
    }

    @Test
    void oneCharacterCannotBeSplit() throws IOException {
        assertThat(split("가", 0.5, 1).validation()).isEmpty();
    }

    @Test
    void nearDuplicatesFallOnOneSide() throws IOException {
        List<String> originals =
                IntStream.range(0, 400).mapToObj(i -> sentence(i, 60)).toList();
        List<String> copies = originals.stream().map(text -> text + " 끝!").toList();
        Sides sides = split(String.join("\n\n", originals) + "\n\n" + String.join("\n\n", copies), 0.2, 3);
        long apart = sides.validation().stream()
                .filter(text -> sides.train().contains(text.endsWith("!") ? text.replace(" 끝!", "") : text + " 끝!"))
                .count();
        assertThat(apart).isZero();
        assertThat(sides.share()).isCloseTo(0.2, within(0.02));
    }

    @Test
    void samplesOfOneTemplateAreNotAlikeButThoseOfOneRecordAre() throws IOException {
        String template = "\u001c아래는 할 일을 설명하는 지시문이다. 지시에 알맞은 답을 길고 자세하게 쓰시오.\n";
        String other = "\u001c다음 물음에 답하라. 답은 되도록 짧게, 그러나 빠진 것이 없도록 쓰는 것이 좋다.\n";
        String text = IntStream.range(0, 300)
                .mapToObj(i -> sentence(i, 12))
                .map(record -> "\u001e" + template + "\u001c" + record + "\n\u001e" + other + "\u001c" + record + "\n")
                .collect(Collectors.joining());
        Sides sides = split(text, 0.2, 1);
        assertThat(sides.share()).isCloseTo(0.2, within(0.02));
        assertThat(sides.train().stream().map(SplitTest::record).toList())
                .doesNotContainAnyElementsOf(
                        sides.validation().stream().map(SplitTest::record).toList());
    }

    private static String record(String sample) {
        return sample.substring(sample.lastIndexOf('\u001c') + 1);
    }

    /** Words of no sense, other ones for each number. */
    private static String sentence(int number, int words) {
        Random random = new Random(number);
        return IntStream.range(0, words)
                .mapToObj(i -> Character.toString('가' + random.nextInt(11_172))
                        + Character.toString('가' + random.nextInt(11_172)))
                .collect(Collectors.joining(" "));
    }

    private static String documents(int count) {
        return IntStream.range(0, count).mapToObj(i -> sentence(i, 1 + i % 7)).collect(Collectors.joining("\n\n"));
    }

    private Sides split(String text, double share, long seed) throws IOException {
        return split(text, share, seed, SIZES);
    }

    private Sides split(String text, double share, long seed, DocumentSizes sizes) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), text);
        var sides = new Sides(new ArrayList<>(), new ArrayList<>());
        Path work = Files.createDirectories(folder.resolve("work"));
        Split split = Split.plan(file, new DatasetSettings(share, seed, sizes), work, (stage, bytes) -> {});
        assertThat(work).isEmptyDirectory();
        try (DocumentReader documents = DocumentReader.open(file, sizes)) {
            Optional<byte[]> document;
            while ((document = documents.next()).isPresent()) {
                for (Split.Piece piece : split.split(document.get())) {
                    (piece.validation() ? sides.validation() : sides.train())
                            .add(new String(piece.text(), StandardCharsets.UTF_8));
                }
            }
        }
        return sides;
    }
}
