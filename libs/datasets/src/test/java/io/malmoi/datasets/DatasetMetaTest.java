package io.malmoi.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetMetaTest {
    private static final DatasetMeta META = new DatasetMeta(
            TokenType.UINT16,
            new DatasetMeta.TokenizerFacts("ab".repeat(32), 8_000, 0),
            new DatasetMeta.Part(9, 900, 900, 2_700, "cd".repeat(32), "01".repeat(32), null),
            new DatasetMeta.Part(1, 200, 100, 300, "ef".repeat(32), "23".repeat(32), "45".repeat(32)),
            0.1,
            42,
            6.5);

    @TempDir
    Path folder;

    @Test
    void isReadAsWritten() throws IOException {
        META.write(folder);
        assertThat(DatasetMeta.read(folder)).isEqualTo(META);
        assertThat(Files.readString(folder.resolve("meta.json")))
                .contains("\"dtype\" : \"uint16\"", "\"vocabulary_size\" : 8000", "\"unigram_loss\" : 6.5");
    }

    @Test
    void readsDatasetsOfBeforeThereWereIndicesAndMasks() throws IOException {
        String part = "{\"documents\": 1, \"tokens\": 100, \"bytes\": 300, \"sha256\": \"ef\"}";
        Files.writeString(
                folder.resolve("meta.json"),
                "{\"dtype\": \"uint16\", \"tokenizer\": {\"sha256\": \"ab\", \"vocabulary_size\": 9, \"end_of_text\": 0},"
                        + " \"train\": " + part + ", \"validation\": " + part
                        + ", \"validation_share\": 0.1, \"seed\": 1, \"unigram_loss\": 6.5}");
        DatasetMeta.Part read = DatasetMeta.read(folder).validation();
        assertThat(read).isEqualTo(new DatasetMeta.Part(1, 100, 100, 300, "ef", null, null));
    }

    @Test
    void bitsPerByteDoNotDependOnTheTokenizer() {
        assertThat(META.bitsPerByte(3 * Math.log(2))).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void saysWhichFileDescribesNoDataset() throws IOException {
        Files.writeString(folder.resolve("meta.json"), "{\"dtype\":\"uint16\"}");
        assertThatThrownBy(() -> DatasetMeta.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("meta.json");
    }
}
