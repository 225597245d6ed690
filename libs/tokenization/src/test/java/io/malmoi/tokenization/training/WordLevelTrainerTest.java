package io.malmoi.tokenization.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.tokenization.Golden;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.text.InvalidTextException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordLevelTrainerTest {
    private static Tokenizer verdict(int size, String... special) throws IOException {
        byte[] text = Golden.bytes("the-verdict.txt");
        return new WordLevelTrainer(size, List.of(special))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer();
    }

    @Test
    void makesTheVocabularyOfTheVerdict() throws IOException {
        Tokenizer tokenizer = verdict(0);
        assertThat(tokenizer.vocabularySize()).isEqualTo(1130);
        assertThat(tokenizer.encode(Golden.text("the-verdict.txt"))).hasSize(4690);
        String quote = "\"It's the last he painted, you know,\" Mrs. Gisburn said with pardonable pride.";
        int[] ids = {1, 56, 2, 850, 988, 602, 533, 746, 5, 1126, 596, 5, 1, 67, 7, 38, 851, 1108, 754, 793, 7};
        assertThat(tokenizer.encode(quote)).containsExactly(ids);
        assertThat(tokenizer.decode(ids, false))
                .isEqualTo("\" It' s the last he painted, you know,\" Mrs. Gisburn said with pardonable pride.");
        assertThatThrownBy(() -> tokenizer.encode("Hello, do you like tea?"))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("the vocabulary has no token for the word \"Hello\"");
    }

    @Test
    void unknownWordsAndSpecialTokens() throws IOException {
        Tokenizer tokenizer = verdict(0, "<|endoftext|>", "<|unk|>");
        assertThat(tokenizer.vocabularySize()).isEqualTo(1132);
        String text = "Hello, do you like tea? <|endoftext|> In the sunlit terraces of the palace.";
        int[] ids = {1131, 5, 355, 1126, 628, 975, 10, 1130, 55, 988, 956, 984, 722, 988, 1131, 7};
        assertThat(tokenizer.encode(text, true)).containsExactly(ids);
        assertThat(tokenizer.decode(ids, false))
                .isEqualTo("<|unk|>, do you like tea? <|endoftext|> In the sunlit terraces of the <|unk|>.");
        byte[] file = tokenizer.files(0).get("tokenizer.json");
        assertThat(Tokenizer.read(new ByteArrayInputStream(file)).encode(text, true))
                .containsExactly(ids);
    }

    @Test
    void keepsTheMostFrequentWords() throws IOException {
        Tokenizer tokenizer = verdict(12, "<|endoftext|>", "<|unk|>");
        assertThat(tokenizer.vocabularySize()).isEqualTo(12);
        assertThat(tokenizer.encode("the terraces, and")).contains(11).hasSize(4);
        assertThatThrownBy(() -> verdict(12, "<|endoftext|>"))
                .hasMessageContaining("a vocabulary of 12 tokens")
                .hasMessageContaining("add <|unk|> to special_tokens, or give vocabulary_size 1131 or more");
        assertThatThrownBy(() -> verdict(2, "<|endoftext|>", "<|unk|>")).hasMessageContaining("vocabulary_size is 2");
        assertThatThrownBy(() -> verdict(0, "<a>", "<a>")).hasMessageContaining("special_tokens");
    }
}
