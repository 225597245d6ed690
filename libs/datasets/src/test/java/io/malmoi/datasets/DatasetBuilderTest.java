package io.malmoi.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.malmoi.datasets.documents.DocumentSizes;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetBuilderTest {
    private static final String SHA256 = "ab".repeat(32);
    private static final DocumentSizes SIZES = DocumentSizes.of(0, DocumentSizes.LARGEST);
    private static Tokenizer tokenizer;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        byte[] text = documents(200).getBytes(StandardCharsets.UTF_8);
        tokenizer = new BpeTrainer(BpeSettings.ofSize(400))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
    }

    @Test
    void theTokensOfBothFilesAreTheDocumentsAndTheirEnds() throws IOException {
        String text = documents(500);
        DatasetMeta meta = build("a", text, 0.2, 7);
        List<String> train = decode("a", DatasetMeta.TRAIN_FILE, meta);
        List<String> validation = decode("a", DatasetMeta.VALIDATION_FILE, meta);
        Set<String> all = new HashSet<>(train);
        all.addAll(validation);
        assertThat(all).isEqualTo(Set.of(text.split("\n\n")));
        assertThat(train).hasSize((int) meta.train().documents());
        assertThat(validation).hasSize((int) meta.validation().documents());
        assertThat(train.size() + validation.size()).isEqualTo(500);
        List<String> inOrder = new ArrayList<>(List.of(text.split("\n\n")));
        inOrder.removeAll(validation);
        assertThat(train).isEqualTo(inOrder);
        assertThat(meta.validation().bytes()).isEqualTo(bytes(validation));
        assertThat(meta.train().bytes()).isEqualTo(bytes(train));
    }

    @Test
    void metaSaysWhatIsInTheFiles() throws Exception {
        DatasetMeta meta = build("a", documents(300), 0.1, 1);
        assertThat(DatasetMeta.read(folder.resolve("a"))).isEqualTo(meta);
        assertThat(meta.dtype()).isEqualTo(TokenType.UINT16);
        assertThat(meta.tokenizer())
                .isEqualTo(new DatasetMeta.TokenizerFacts(SHA256, tokenizer.vocabularySize(), tokenizer.endOfText()));
        assertThat(meta.validationShare()).isEqualTo(0.1);
        byte[] train = Files.readAllBytes(folder.resolve("a").resolve("train.bin"));
        assertThat(train).hasSize((int) meta.train().tokens() * 2);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(train)))
                .isEqualTo(meta.train().sha256());
        assertThat((double) meta.validation().bytes()
                        / (meta.validation().bytes() + meta.train().bytes()))
                .isCloseTo(0.1, within(0.01));
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOtherOnes() throws IOException {
        String text = documents(2_000);
        assertThat(build("a", text, 0.1, 1)).isEqualTo(build("b", text, 0.1, 1));
        for (String file : new String[] {"train.bin", "val.bin", "meta.json"}) {
            assertThat(folder.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
        }
        assertThat(build("c", text, 0.1, 2).validation().sha256())
                .isNotEqualTo(build("d", text, 0.1, 1).validation().sha256());
    }

    @Test
    void unigramLossIsTheCrossEntropyOfSmoothedFrequencies() throws IOException {
        DatasetMeta meta = build("a", documents(300), 0.2, 3);
        int[] train = tokens("a", DatasetMeta.TRAIN_FILE, meta);
        int[] validation = tokens("a", DatasetMeta.VALIDATION_FILE, meta);
        double loss = Arrays.stream(validation)
                .mapToDouble(token -> -Math.log((1.0
                                + Arrays.stream(train)
                                        .filter(other -> other == token)
                                        .count())
                        / (train.length + tokenizer.vocabularySize())))
                .average()
                .orElseThrow();
        assertThat(meta.unigramLoss()).isCloseTo(loss, within(1e-9));
        assertThat(meta.unigramLoss()).isLessThan(Math.log(tokenizer.vocabularySize()));
    }

    @Test
    void evenAShortTextHasTokensToValidateOn() throws IOException {
        DatasetMeta meta = build("a", "한 줄뿐인 글", 0.1, 1);
        assertThat(meta.train().tokens()).isPositive();
        assertThat(meta.validation().tokens()).isPositive();
        assertThatThrownBy(() -> build("b", "가", 0.1, 1))
                .isInstanceOf(CorpusTooSmallException.class)
                .hasMessageContaining("longer text");
    }

    @Test
    void refusesWhatIsNotText() {
        assertThatThrownBy(() -> build("a", " \n", 0.1, 1)).isInstanceOf(InvalidTextException.class);
        assertThatThrownBy(() -> build("b", "가", 0.6, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("validation share is 0.6");
    }

    @Test
    void tellsHowFarItIsAndStopsWhenTold() throws IOException {
        String text = documents(20_000);
        List<Long> encoded = new ArrayList<>();
        build("a", text, (stage, bytes) -> {
            if (stage.equals("encode")) {
                encoded.add(bytes);
            }
        });
        assertThat(encoded).hasSizeGreaterThan(2).isSorted();
        assertThat(encoded.get(encoded.size() - 1)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThatThrownBy(() -> build("b", text, (stage, bytes) -> {
                    if (stage.equals("encode")) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .hasMessage("stop");
    }

    private static String documents(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("문서 " + i + "의 한 줄이다.\n").repeat(1 + i % 5).strip())
                .collect(Collectors.joining("\n\n"));
    }

    private DatasetMeta build(String name, String text, double share, long seed) throws IOException {
        return new DatasetBuilder(tokenizer, SHA256, new DatasetSettings(share, seed, SIZES))
                .build(file(text), Files.createDirectory(folder.resolve(name)), (stage, bytes) -> {});
    }

    private void build(String name, String text, ProgressListener listener) throws IOException {
        new DatasetBuilder(tokenizer, SHA256, new DatasetSettings(0.1, 1, SIZES))
                .build(file(text), Files.createDirectory(folder.resolve(name)), listener);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("text"), text);
    }

    private int[] tokens(String name, String file, DatasetMeta meta) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(
                        Files.readAllBytes(folder.resolve(name).resolve(file)))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(meta.dtype()).isEqualTo(TokenType.UINT16);
        return IntStream.range(0, content.capacity() / 2)
                .map(i -> Short.toUnsignedInt(content.getShort(2 * i)))
                .toArray();
    }

    private List<String> decode(String name, String file, DatasetMeta meta) throws IOException {
        int[] tokens = tokens(name, file, meta);
        List<String> documents = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == tokenizer.endOfText()) {
                documents.add(tokenizer.decode(Arrays.copyOfRange(tokens, start, i), false));
                start = i + 1;
            }
        }
        assertThat(start).isEqualTo(tokens.length);
        return documents;
    }

    private static long bytes(List<String> texts) {
        return texts.stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
