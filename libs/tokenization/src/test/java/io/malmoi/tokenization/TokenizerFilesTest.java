package io.malmoi.tokenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.malmoi.tokenization.json.TokenizerFormatException;
import io.malmoi.tokenization.text.InvalidTextException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFilesTest {
    private static final String SMALL = """
            {"added_tokens": [{"id": 3, "content": "<end>", "special": true, "normalized": false},
                              {"id": 4, "content": "AB", "special": false, "normalized": true}],
             "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
             "decoder": {"type": "ByteLevel"},
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "<end>": 3}, "merges": ["a b"]}}
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsReadIsWrittenAgainByteForByte() throws IOException {
        Golden.korean().save(folder, 0);
        assertThat(folder.resolve("tokenizer.json")).hasBinaryContent(Golden.bytes("korean.tokenizer.json"));
        assertThat(Tokenizer.read(folder).encode("봄이 왔다"))
                .isEqualTo(Golden.korean().encode("봄이 왔다"));
    }

    @Test
    void configurationNamesTheEndOfTextToken() throws IOException {
        Golden.korean().save(folder, 256);
        JsonNode configuration = new ObjectMapper().readTree(Files.readString(folder.resolve("tokenizer_config.json")));
        assertThat(configuration.get("eos_token").textValue()).isEqualTo("<|endoftext|>");
        assertThat(configuration.get("model_max_length").intValue()).isEqualTo(256);
        assertThat(Files.readString(folder.resolve("special_tokens_map.json"))).contains("\"eos_token\"");
    }

    @Test
    void readsOlderMergesAndAddedTokensBehindTheVocabulary() throws IOException {
        Tokenizer tokenizer = read(SMALL);
        assertThat(tokenizer.encode("abAB<end>aba", true)).containsExactly(2, 4, 3, 2, 0);
        assertThat(tokenizer.encode("ABb")).containsExactly(4, 1);
        assertThat(tokenizer.vocabularySize()).isEqualTo(5);
        assertThatThrownBy(() -> tokenizer.encode("abc"))
                .hasMessage("the vocabulary has no token for the byte 0x63 of \"abc\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"BPE\"` | `\"Other\"` | `model.type: \"Other\" is not supported`",
                "`null` | `{\"type\": \"Other\"}` | `normalizer.type: \"Other\" is not supported`",
                "`\"decoder\": {\"type\": \"ByteLevel\"}` | `\"decoder\": []` | `decoder: an object was expected, not []`",
                "`\"a b\"` | `{}` | `model.merges[0]: a string was expected`",
                "`[\"a b\"]` | `[\"a b\", \"a x\"]` | `model.merges[1]: \"x\" is not in the vocabulary`",
                "`[\"a b\"]` | `[\"a\"]` | `model.merges[0]: two tokens were expected, not 1`",
                "`\"b\": 1` | `\"b\": \"1\"` | `model.vocab[\"b\"]: an id, a whole number from 0 on, was expected`",
                "`\"b\": 1` | `\"b\": 0` | `model.vocab:`",
                "`\"b\": 1` | `\"b\": 99999` | `model.vocab[\"b\"]: the id 99999 is too high for 4 tokens`",
                "`\"id\": 3` | `\"id\": 2` | `added_tokens[0].id: 2 differs from the id 3`",
                "`\"special\": true` | `\"special\": 1` | `added_tokens[0].special: true or false was expected, not 1`",
                "`\"model\": {` | `\"modell\": {` | `model: an object was expected, not nothing`",
                "`\"merges\"` | `\"merges\" \"` | `line 6`",
            })
    void tellsWhereAFileIsWrong(String part, String replacement, String message) {
        String json = SMALL.replaceFirst(
                java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(replacement));
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(TokenizerFormatException.class)
                .hasMessageStartingWith("tokenizer.json: " + message);
    }

    /** Ids by Hugging Face tokenizers, which is asked: bytes are characters of their own to what comes after them. */
    @Test
    void whatComesAfterBytesWorksOnBytes() throws IOException {
        String json = new String(Golden.bytes("korean.tokenizer.json"), StandardCharsets.UTF_8)
                .replaceFirst(
                        "(?s)\"pre_tokenizer\": \\{.*?}",
                        "\"pre_tokenizer\": {\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"ByteLevel\","
                                + " \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\": false},"
                                + " {\"type\": \"Whitespace\"}]}");
        assertThat(read(json).encode("그는 ½ 값, 1²"))
                .containsExactly(167, 275, 266, 221, 127, 122, 260, 109, 241, 12, 221, 17, 127, 111);
    }

    @Test
    void tellsWhatTheLibraryCannotEncode() throws IOException {
        String json = new String(Golden.bytes("wordpiece.tokenizer.json"), StandardCharsets.UTF_8)
                .replace("\"unk_token\":\"[UNK]\"", "\"unk_token\":\"[NONE]\"");
        assertThatThrownBy(() -> read(json).encode("☃"))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageStartingWith("Hugging Face tokenizers cannot encode the text: WordPiece error: Missing");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> read("")).isInstanceOf(TokenizerFormatException.class);
    }

    private static Tokenizer read(String json) throws IOException {
        return Tokenizer.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
