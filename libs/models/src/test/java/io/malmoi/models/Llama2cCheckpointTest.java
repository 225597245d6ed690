package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the published stories260K: see src/test/resources/stories260K/SOURCE.md. */
class Llama2cCheckpointTest {
    private static final Sampler GREEDY = new Sampler(SamplingOptions.greedy());

    @TempDir
    private Path folder;

    private Path stories;

    @BeforeEach
    void find() throws URISyntaxException {
        stories = Path.of(getClass().getResource("/stories260K/stories260K.bin").toURI());
    }

    @Test
    void continuesAsThePublishedModelDoes() throws IOException {
        JsonNode expected = Golden.json(stories.resolveSibling("expected.json"));
        int[] greedy = Golden.ints(expected.get("greedy"));
        int[] prompt = Golden.ints(expected.get("prompt"));
        Llama2cCheckpoint.convert(stories, folder);
        assertThat(ModelConfig.read(folder).parameters()).isEqualTo(264_128 - 2 * 512 * 4);
        int[] tokens = Arrays.copyOf(prompt, greedy.length);
        try (Decoder decoder = Decoder.load(folder, new DecoderOptions(1, Precision.FLOAT32))) {
            Decoder.Sequence sequence = decoder.prefill(List.of(prompt)).get(0);
            for (int i = prompt.length; i < tokens.length; i++) {
                tokens[i] = GREEDY.next(sequence.logits());
                decoder.step(List.of(sequence), new int[] {tokens[i]});
            }
        }
        assertThat(tokens).containsExactly(greedy);
    }

    /** The same weights, as the newer format orders them. */
    @Test
    void readsVersion1() throws IOException {
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(stories)).order(ByteOrder.LITTLE_ENDIAN);
        int width = 64;
        int layers = 5;
        int inner = 172;
        int[] sizes = {
            512 * width,
            layers * width,
            layers * width * width,
            layers * 32 * width,
            layers * 32 * width,
            layers * width * width,
            layers * width,
            layers * inner * width,
            layers * inner * width,
            layers * inner * width,
            width
        };
        ByteBuffer[] parts = new ByteBuffer[sizes.length];
        int at = 28;
        for (int i = 0; i < sizes.length; i++) {
            parts[i] = old.slice(at, 4 * sizes[i]);
            at += 4 * sizes[i];
        }
        ByteBuffer header = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x616b3432).putInt(1).put(old.slice(0, 28)).put((byte) 1).clear();
        Path newer = folder.resolve("version1.bin");
        try (var out = Files.newByteChannel(newer, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(header);
            for (int i : new int[] {1, 6, 10, 0, 2, 3, 4, 5, 7, 8, 9}) {
                out.write(parts[i]);
            }
        }
        Path one = Files.createDirectory(folder.resolve("0"));
        Path two = Files.createDirectory(folder.resolve("1"));
        Llama2cCheckpoint.convert(stories, one);
        Llama2cCheckpoint.convert(newer, two);
        assertThat(ModelConfig.read(two)).isEqualTo(ModelConfig.read(one));
        assertThat(Safetensors.map(two.resolve("model.safetensors")).tensors())
                .isEqualTo(Safetensors.map(one.resolve("model.safetensors")).tensors());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        byte[] whole = Files.readAllBytes(stories);
        Path broken = folder.resolve("broken.bin");
        Files.write(broken, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(broken, "has 1056539 bytes, but its header asks for 1056540");
        Files.write(broken, Arrays.copyOf(whole, 20));
        assertRefused(broken, "it has 20 bytes");
        ByteBuffer lying = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                broken, lying.putInt(0, 4096).putInt(4, 262_144).putInt(8, 256).array());
        assertRefused(broken, "its header asks for ");
        Files.write(broken, lying.putInt(0, 63).array());
        assertRefused(broken, "dim must be a multiple of n_heads (8), not 63");
        Files.write(broken, lying.putInt(0, 0x616b3432).putInt(4, 2).array());
        assertRefused(broken, "version must be 0 or 1, of float32 weights, not 2");
    }

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> Llama2cCheckpoint.convert(file, folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(why);
    }
}
