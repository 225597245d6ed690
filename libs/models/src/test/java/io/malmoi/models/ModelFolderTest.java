package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.models.LlamaConfig.Family;
import io.malmoi.torchscript.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {
    private static final DecoderOptions OPTIONS = new DecoderOptions(1, Precision.FLOAT32);

    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void copyTheModel() {
        weights = folder.resolve("model.safetensors");
        Golden.GPT2_TINY.copyTo(folder);
    }

    private void rewrite(Consumer<Map<String, Safetensors.Tensor>> change) throws IOException {
        Map<String, Safetensors.Tensor> tensors =
                new LinkedHashMap<>(Safetensors.map(Golden.GPT2_TINY.folder().resolve("model.safetensors"))
                        .tensors());
        change.accept(tensors);
        new Safetensors(tensors, Map.of()).write(weights);
    }

    private float[] logits() {
        try (Decoder decoder = Decoder.load(folder, OPTIONS)) {
            return decoder.prefill(List.of(new int[] {1, 2, 3})).get(0).logits();
        }
    }

    @Test
    void readsNamesAndMasksOfPublishedCheckpoints() throws IOException {
        float[] expected = logits();
        rewrite(tensors -> {
            Map<String, Safetensors.Tensor> bare = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> bare.put(name.replace("transformer.", ""), tensor));
            ByteBuffer mask = ByteBuffer.allocateDirect(4);
            bare.put("h.0.attn.bias", new Safetensors.Tensor(TensorType.FLOAT32, List.of(1L), mask));
            tensors.clear();
            tensors.putAll(bare);
        });
        assertThat(logits()).containsExactly(expected);
    }

    @Test
    void listsEveryTensorThatDoesNotMatch() throws IOException {
        rewrite(tensors -> {
            tensors.remove("transformer.ln_f.bias");
            tensors.put("transformer.h.7.bias", tensors.get("transformer.ln_f.weight"));
            tensors.put("transformer.h.1.ln_1.weight", tensors.get("transformer.h.1.attn.c_attn.bias"));
        });
        assertThatThrownBy(() -> Decoder.load(folder, OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("transformer.ln_f.bias is missing")
                .hasMessageContaining("transformer.h.7.bias is unknown")
                .hasMessageContaining("transformer.h.1.ln_1.weight has shape [96], not [32]");
    }

    @Test
    void refusesAnUnknownKindOfModel() throws IOException {
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replace("gelu_new", "relu"));
        assertThatThrownBy(() -> Decoder.load(folder, OPTIONS))
                .hasMessageContaining("activation_function must be gelu_new, not relu");
        Files.writeString(config, text.replace("\"n_head\": 4", "\"n_head\": 5"));
        assertThatThrownBy(() -> Decoder.load(folder, OPTIONS))
                .hasMessageContaining("n_embd must be a multiple of n_head (5), not 32");
        Files.writeString(config, text.replace("\"n_layer\": 2,", ""));
        assertThatThrownBy(() -> Decoder.load(folder, OPTIONS)).hasMessageContaining("n_layer must be a whole number");
        Files.writeString(config, "{");
        assertThatThrownBy(() -> Decoder.load(folder, OPTIONS)).isInstanceOf(ModelFormatException.class);
        Files.delete(config);
        assertThatThrownBy(() -> Decoder.load(folder, OPTIONS)).hasMessageContaining("there is no config.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}' | has 4 bytes",
                "'{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4000000]}}' | has data_offsets",
                "'{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}' | where a list of sizes belongs",
                "'{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,8],\"data_offsets\":[0,8]}}' | impossible shape",
                "'[1, 2]' | not a JSON object",
                "'{\"a\":' | not JSON",
            })
    void refusesALyingHeader(String header, String why) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(weights, file.putLong(json.length).put(json).array());
        assertThatThrownBy(() -> Safetensors.map(weights))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        for (int size : new int[] {0, 7, 8, 100, whole.length - 1}) {
            Files.write(weights, Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> Safetensors.map(weights))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("is damaged or no safetensors file");
        }
    }

    @Test
    void readsConfigurationsThatItWrites() {
        new Gpt2Config(300, 24, 16, 3, 2, false, 0.25, 1e-6, 0.05, false, ModelConfig.NONE).write(folder);
        assertThat(ModelConfig.read(folder))
                .isEqualTo(new Gpt2Config(300, 24, 16, 3, 2, false, 0.25, 1e-6, 0.05, false, ModelConfig.NONE));
        RotaryEmbedding scaled = new RotaryEmbedding(500_000, Optional.of(new RotaryEmbedding.Scaling(32, 1, 4, 8192)));
        for (Family family : Family.values()) {
            for (RotaryEmbedding rotary : List.of(RotaryEmbedding.LLAMA, scaled)) {
                ModelConfig config =
                        new LlamaConfig(family, 300, 64, 16, 40, 3, 4, 2, 6, rotary, 0.25, 1e-5, 0.05, true, 7);
                config.write(folder);
                assertThat(ModelConfig.read(folder)).isEqualTo(config);
            }
        }
    }

    /** What stands beside published weights, without the fields that nobody reads. */
    @ParameterizedTest
    @CsvSource({
        "llama-3.2-1b, 1235814400, 131072, 128001",
        "mistral-7b-0.1, 7241732096, 4096, 2",
        "qwen2.5-0.5b, 494032768, 32768, 151643",
        "qwen3-0.6b, 596049920, 40960, 151645"
    })
    void knowsPublishedModels(String name, long parameters, int blockSize, int endOfText) throws IOException {
        try (InputStream published = getClass().getResourceAsStream("/published/" + name + ".json")) {
            Files.write(folder.resolve("config.json"), published.readAllBytes());
        }
        ModelConfig config = ModelConfig.read(folder);
        assertThat(config.parameters()).isEqualTo(parameters);
        assertThat(config.blockSize()).isEqualTo(blockSize);
        assertThat(config.endOfText()).isEqualTo(endOfText);
    }

    @Test
    void refusesHeadsThatDoNotDivideTheWidth() throws IOException {
        Path file = folder.resolve("config.json");
        String gpt2 = Files.readString(Golden.GPT2_TINY.folder().resolve("config.json"));
        Files.writeString(file, gpt2.replaceAll("\"n_head\": \\d+", "\"n_head\": 5"));
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("n_embd must be a multiple of n_head (5), not 32");
        String llama = Files.readString(Golden.LLAMA_TINY.folder().resolve("config.json"));
        Files.writeString(
                file,
                llama.replaceAll("\"num_attention_heads\": \\d+", "\"num_attention_heads\": 5")
                        .replaceAll("\"head_dim\": \\d+,", ""));
        assertThatThrownBy(() -> ModelConfig.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("hidden_size must be a multiple of num_attention_heads (5), not 32");
    }

    @Test
    void refusesLlamasThatWouldComputeOtherwise() throws IOException {
        String text = Files.readString(Golden.LLAMA_TINY.folder().resolve("config.json"));
        Map<String, String> wrong = Map.of(
                "\"silu\"", "\"gelu\"",
                "\"attention_bias\": false", "\"attention_bias\": true",
                "\"llama3\"", "\"yarn\"",
                "\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3",
                "\"head_dim\": 8", "\"head_dim\": 7");
        Map<String, String> messages = Map.of(
                "\"silu\"", "hidden_act must be silu, not gelu",
                "\"attention_bias\": false", "attention_bias must be false, not true",
                "\"llama3\"", "rope_type must be default or llama3, not yarn",
                "\"num_key_value_heads\": 2", "num_key_value_heads must be a divisor of num_attention_heads (4), not 3",
                "\"head_dim\": 8", "head_dim must be 2 to 1,024, and even, not 7");
        for (String right : wrong.keySet()) {
            assertThat(text).contains(right);
            Files.writeString(folder.resolve("config.json"), text.replace(right, wrong.get(right)));
            assertThatThrownBy(() -> ModelConfig.read(folder))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(messages.get(right));
        }
    }

    @Test
    void namesWhatIsWrongWithAnIndex() throws IOException {
        Files.delete(weights);
        Golden.LLAMA_TINY.copyTo(Files.createDirectory(folder.resolve("parts")));
        Path parts = folder.resolve("parts");
        Path index = parts.resolve("model.safetensors.index.json");
        String text = Files.readString(index);
        Files.writeString(index, text.replace("model-00001-of", "../model-00001-of"));
        assertThatThrownBy(() -> Decoder.load(parts, OPTIONS)).hasMessageContaining("no plain name");
        Files.writeString(index, text.replace("model-00002-of", "model-00001-of"));
        assertThatThrownBy(() -> Decoder.load(parts, OPTIONS))
                .hasMessageContaining("is in model-00001-of-00003.safetensors, but it is not");
        Files.writeString(index, text);
        Files.delete(parts.resolve("model-00003-of-00003.safetensors"));
        assertThatThrownBy(() -> Decoder.load(parts, OPTIONS))
                .hasMessageContaining("there is no file model-00003-of-00003.safetensors");
    }
}
