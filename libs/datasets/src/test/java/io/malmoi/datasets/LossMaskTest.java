package io.malmoi.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.datasets.documents.DocumentSizes;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossMaskTest {
    private static Tokenizer tokenizer;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        byte[] text = "질문: 무엇을 먹을까? 답: 밥을 먹자. ".repeat(50).getBytes(StandardCharsets.UTF_8);
        tokenizer = new BpeTrainer(BpeSettings.ofSize(300))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
    }

    /** Prompts, answers, and a special token that text cannot forge; the third document has no marks. */
    private static final String TEXT = "\u001e\u001f질문: 무엇?\n답: \u001f밥이다\n"
            + "\u001e\u001f질문: \u001d<|endoftext|>\u001d<|endoftext|>\u001f빵\u001f\n"
            + "\u001e이야기다.\n";

    @Test
    void whatIsOnlyToBeReadIsNoTarget() throws IOException {
        DatasetMeta meta = build(TEXT.repeat(20), "a");
        List<String> seen = new ArrayList<>();
        for (DatasetSide side : DatasetSide.values()) {
            DatasetMeta.Part part = side == DatasetSide.TRAIN ? meta.train() : meta.validation();
            try (TokenBin tokens = TokenBin.open(folder.resolve("a").resolve(side.tokens()), meta.dtype());
                    TokenBin mask = TokenBin.open(folder.resolve("a").resolve(side.mask()), TokenType.UINT8);
                    DocumentIndex index = DocumentIndex.open(folder.resolve("a").resolve(side.documents()))) {
                assertThat(mask.size()).isEqualTo(tokens.size()).isEqualTo(part.tokens());
                assertThat(index.size()).isEqualTo(part.documents());
                long learned = 0;
                for (long document = 0; document < index.size(); document++) {
                    learned += show(tokens, mask, index.get(document), seen);
                }
                assertThat(index.get(index.size() - 1).end()).isEqualTo(tokens.size());
                assertThat(learned).isEqualTo(part.learnedTokens()).isLessThan(part.tokens());
            }
        }
        assertThat(seen)
                .contains(
                        "(질문: 무엇?\n답: )밥이다<|endoftext|>",
                        "(질문: <|endoftext|><|endoftext|>)빵(<|endoftext|>)",
                        "이야기다.<|endoftext|>")
                .hasSize(60);
    }

    /** A document's text, what is not learned in brackets; adds it to those seen, and tells how many tokens are learned. */
    private static long show(TokenBin tokens, TokenBin mask, DocumentIndex.Range range, List<String> seen) {
        StringBuilder text = new StringBuilder();
        List<Integer> span = new ArrayList<>();
        long learned = 0;
        int special = 0;
        for (long i = range.first(); i < range.end(); i++) {
            span.add(tokens.get(i));
            learned += mask.get(i);
            special += tokens.get(i) == tokenizer.endOfText() ? 1 : 0;
            if (i + 1 == range.end() || mask.get(i) != mask.get(i + 1)) {
                String part = tokenizer.decode(
                        span.stream().mapToInt(Integer::intValue).toArray(), false);
                text.append(mask.get(i) == 1 ? part : "(" + part + ")");
                span.clear();
            }
        }
        assertThat(special).isEqualTo(text.toString().startsWith("(질문: <") ? 2 : 1);
        seen.add(text.toString());
        return learned;
    }

    @Test
    void targetsThatAreNotToBeLearnedAreIgnored() throws IOException {
        DatasetMeta meta = build(TEXT.repeat(20), "b");
        try (TrainingTokens train = TrainingTokens.open(folder.resolve("b"), meta, DatasetSide.TRAIN);
                TokenBin bin = TokenBin.open(folder.resolve("b").resolve("train.bin"), meta.dtype());
                TokenBin mask = TokenBin.open(folder.resolve("b").resolve("train-mask.bin"), TokenType.UINT8)) {
            int[] inputs = new int[50];
            int[] targets = new int[50];
            train.read(5, inputs, targets, 10, 40, -100);
            for (int i = 0; i < 40; i++) {
                assertThat(inputs[10 + i]).isEqualTo(bin.get(5 + i));
                assertThat(targets[10 + i]).isEqualTo(mask.get(6 + i) == 1 ? bin.get(6 + i) : -100);
            }
            assertThat(targets).contains(-100).startsWith(new int[10]);
        }
    }

    @Test
    void withoutPromptsThereIsNoMaskAndFilesOfOtherLengthAreRefused() throws IOException {
        DatasetMeta meta = build("\u001e이야기다.\n\u001e또 다른 이야기다.\n\u001e끝이다.\n", "c");
        assertThat(folder.resolve("c").resolve("train-mask.bin")).doesNotExist();
        assertThat(meta.train().learnedTokens()).isEqualTo(meta.train().tokens());
        Files.write(folder.resolve("c").resolve("val.bin"), new byte[2]);
        assertThatThrownBy(() -> TrainingTokens.open(folder.resolve("c"), meta, DatasetSide.VALIDATION))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is for 1 tokens")
                .hasMessageContaining("build the dataset again");
    }

    @Test
    void aCorpusWithNothingToLearnIsRefused() {
        assertThatThrownBy(() -> build("\u001e\u001f질문\n\u001e\u001f물음\n", "d"))
                .isInstanceOf(CorpusTooSmallException.class)
                .hasMessageContaining("nothing of the text is left to learn for training");
    }

    private DatasetMeta build(String text, String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".txt"), text);
        var settings = new DatasetSettings(0.4, 1, DocumentSizes.of(0, 100));
        return new DatasetBuilder(tokenizer, "ab".repeat(32), settings)
                .build(file, Files.createDirectory(folder.resolve(name)), (stage, bytes) -> {});
    }
}
