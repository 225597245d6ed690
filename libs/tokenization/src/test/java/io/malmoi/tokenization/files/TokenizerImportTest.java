package io.malmoi.tokenization.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.tokenization.Golden;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.json.TokenizerFormatException;
import io.malmoi.tokenization.text.ByteSpelling;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenizerImportTest {
    private static final String TEA =
            "Hello, do you like tea? <|endoftext|> In the sunlit terraces of someunknownPlace.";
    private static final int[] TEA_IDS = {
        15496, 11, 466, 345, 588, 8887, 30, 220, 50256, 554, 262, 4252, 18250, 8812, 2114, 286, 617, 34680, 27271, 13
    };

    private static Tokenizer gpt2() {
        return TokenizerImport.of(
                        Map.of("encoder.json", Golden.bytes("encoder.json"), "vocab.bpe", Golden.bytes("vocab.bpe")))
                .tokenizer();
    }

    @Test
    void readsGpt2() {
        Tokenizer tokenizer = gpt2();
        assertThat(tokenizer.vocabularySize()).isEqualTo(50257);
        assertThat(tokenizer.encode(TEA, true)).containsExactly(TEA_IDS);
        assertThat(tokenizer.decode(TEA_IDS, false)).isEqualTo(TEA);
        assertThat(tokenizer.encode(Golden.text("the-verdict.txt"))).hasSize(5145);
    }

    @Test
    void readsTheNamesThatTransformersGivesGpt2Files() {
        TokenizerImport read = TokenizerImport.of(Map.of(
                "vocab.json", Golden.bytes("encoder.json"),
                "merges.txt", Golden.bytes("vocab.bpe"),
                "special_tokens_map.json", "{\"eos_token\": {\"content\": \"<|endoftext|>\"}}".getBytes()));
        assertThat(read.tokenizer().encode(TEA, true)).containsExactly(TEA_IDS);
        assertThat(TokenizerImport.of(read.files()).tokenizer().encode(TEA, true))
                .containsExactly(TEA_IDS);
        assertThat(read.files()).containsOnlyKeys("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");
    }

    @Test
    void readsTiktokenRanks() {
        StringBuilder ranks = new StringBuilder();
        JsonNode ids = Golden.json("encoder.json");
        ids.fields().forEachRemaining(entry -> {
            if (entry.getValue().intValue() < 50256) {
                byte[] bytes = ByteSpelling.bytes(entry.getKey());
                ranks.append(Base64.getEncoder().encodeToString(bytes))
                        .append(' ')
                        .append(entry.getValue().intValue())
                        .append('\n');
            }
        });
        byte[] file = ranks.toString().getBytes(StandardCharsets.US_ASCII);
        Tokenizer tokenizer =
                TokenizerImport.of(Map.of("r50k_base.tiktoken", file)).tokenizer();
        Tokenizer gpt2 = gpt2();
        assertThat(tokenizer.encode(TEA, true)).containsExactly(TEA_IDS);
        for (String name : new String[] {"the-verdict.txt", "reviews.txt", "koconovel.txt", "unicode.txt"}) {
            assertThat(tokenizer.encode(Golden.text(name))).isEqualTo(gpt2.encode(Golden.text(name)));
        }
        assertThatThrownBy(() -> TokenizerImport.of(Map.of("mine.tiktoken", file)))
                .hasMessageContaining("the file's name must tell its pattern: one of cl100k_base.tiktoken");
        assertThatThrownBy(() -> TokenizerImport.of(Map.of("gpt2.tiktoken", "IQ== 0\n!! 1".getBytes())))
                .hasMessage("gpt2.tiktoken: line 2: a token in Base64, a space and its rank were expected");
    }

    /** Ids by an independent program that follows llama2.c's: of all pairs the one of the highest score first. */
    @Test
    void readsLlama2C() {
        Tokenizer tokenizer = TokenizerImport.of(Map.of("tok512.bin", Golden.bytes("tok512.bin")))
                .tokenizer();
        String story = "Once upon a time, there was a little girl named Lily.";
        assertThat(tokenizer.encode(story))
                .containsExactly(403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426);
        String mixed = "말모이 naïve  x";
        assertThat(tokenizer.encode(mixed))
                .containsExactly(
                        410, 238, 170, 147, 238, 173, 171, 239, 160, 183, 297, 412, 198, 178, 360, 410, 410, 444);
        assertThat(tokenizer.decode(tokenizer.encode(mixed), true)).isEqualTo(mixed);
        assertThatThrownBy(() -> TokenizerImport.of(Map.of("tokenizer.bin", new byte[] {1, 2, 3, 4, 5})))
                .hasMessage("tokenizer.bin: byte 5: the file ends within a token");
    }

    @Test
    void keepsATokenizerJsonAsItIs() {
        byte[] json = Golden.bytes("wordpiece.tokenizer.json");
        TokenizerImport read = TokenizerImport.of(Map.of("tokenizer.json", json, "README.md", new byte[0]));
        assertThat(read.files().get("tokenizer.json")).isEqualTo(json);
        assertThat(read.tokenizer().kind()).isEqualTo("WordPiece");
        assertThat(new String(read.files().get("special_tokens_map.json"), StandardCharsets.UTF_8))
                .contains("\"pad_token\": \"[PAD]\"");
    }

    @Test
    void tellsWhatIsWrong() {
        assertThatThrownBy(() -> TokenizerImport.of(Map.of("weights.txt", new byte[0])))
                .isInstanceOf(TokenizerFormatException.class)
                .hasMessageContaining("weights.txt: no tokenizer is known by these files: give tokenizer.json");
        assertThatThrownBy(() -> TokenizerImport.of(Map.of(
                        "vocab.json",
                        "{\"a\": 0, \"b\": 1}".getBytes(),
                        "merges.txt",
                        "#version: 0.2\na b".getBytes())))
                .hasMessage("merges.txt: line 2: \"ab\" is not in the vocabulary");
        assertThatThrownBy(() ->
                        TokenizerImport.of(Map.of("vocab.json", "{\"a\": 0".getBytes(), "merges.txt", "".getBytes())))
                .hasMessageContaining("vocab.json: line 1");
    }
}
