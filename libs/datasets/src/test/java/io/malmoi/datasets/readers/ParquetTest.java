package io.malmoi.datasets.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.malmoi.datasets.readers.CorpusFormat.Encoding;
import io.malmoi.datasets.readers.CorpusFormat.Type;
import io.malmoi.datasets.text.InvalidTextException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that pyarrow wrote, and what it reads from them (golden_parquet.py). */
class ParquetTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private ReadingReport report;

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void readsAColumnHoweverItIsPacked(String codec) throws IOException {
        assertThat(read(column("text"), codec)).isEqualTo("\u001e말모이는 사전이다.\n\u001e셋째\n줄 😀\n");
        assertThat(report.emptyRecords()).isEqualTo(1);
    }

    @Test
    void readsRowsAsPyarrowDoes() throws IOException {
        String[] rows = read(new CorpusFormat(Type.BY_NAME, Encoding.USUAL, "", true, false, false), "snappy")
                .split("\u001e?\n?\u001e|\n$");
        String[] expected = new String(resource("rows.jsonl"), StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < expected.length; i++) {
            assertThat(JSON.readTree(rows[i + 1])).isEqualTo(JSON.readTree(expected[i]));
        }
        assertThat(rows).hasSize(expected.length + 1);
    }

    @Test
    void readsSeveralFilesAndOtherTypesAsText() throws IOException {
        assertThat(read(column("id"), "snappy", "gzip")).isEqualTo("\u001e1\n\u001e2\n\u001e3\n".repeat(2));
        assertThat(read(column("day"), "zstd")).isEqualTo("\u001e1911-01-02\n\u001e2026-12-31\n");
    }

    @Test
    void namesTheColumnsThatExist() {
        assertThatThrownBy(() -> read(column("document"), "snappy"))
                .isInstanceOf(InvalidTextException.class)
                .hasMessage(
                        "snappy.parquet, there is no column 'document'; the columns are id, text, score, good, tags,"
                                + " turns, author, day, at, price, raw, counts, names");
        assertThatThrownBy(() -> read(column("tags"), "snappy")).hasMessageContaining("'tags' is no text");
    }

    @Test
    void textThatIsNotUtf8IsAMalformedRow() throws IOException {
        assertThatThrownBy(() -> read(column("raw"), "snappy"))
                .hasMessage(
                        "snappy.parquet, row 1: has a text that is not UTF-8; correct it, have such records skipped, or name the format that the file has");
        CorpusFormat skipping = new CorpusFormat(Type.BY_NAME, Encoding.USUAL, "raw", false, true, false);
        assertThat(read(skipping, "snappy")).isEqualTo("\u001e글\n");
        assertThat(report.malformedRecords()).isEqualTo(1);
    }

    @Test
    void brokenFilesAreNamed() throws IOException {
        byte[] whole = resource("zstd.parquet");
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 40, 400, (byte) 7);
        for (byte[] content :
                new byte[][] {{}, "글\n".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(whole, 900), damaged}) {
            assertThatThrownBy(
                            () -> read(column("text"), new SourceFile("a.parquet", new ByteArrayInputStream(content))))
                    .isInstanceOf(InvalidTextException.class)
                    .hasMessageStartingWith("a.parquet, the Parquet data cannot be read: ");
        }
        assertThatThrownBy(() -> read(column("text"), "brotli"))
                .hasMessageContaining("packed by BROTLI; write the file with");
    }

    private static CorpusFormat column(String column) {
        return new CorpusFormat(Type.BY_NAME, Encoding.USUAL, column, false, false, false);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = ParquetTest.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        }
    }

    private String read(CorpusFormat format, String... files) throws IOException {
        SourceFile[] sources = new SourceFile[files.length];
        for (int i = 0; i < files.length; i++) {
            String name = files[i] + ".parquet";
            sources[i] = new SourceFile(name, new ByteArrayInputStream(resource(name)));
        }
        return read(format, sources);
    }

    private String read(CorpusFormat format, SourceFile... files) throws IOException {
        Iterator<SourceFile> remaining = Stream.of(files).iterator();
        try (var stream = new CorpusTextStream(
                () -> remaining.hasNext() ? Optional.of(remaining.next()) : Optional.empty(), format, folder)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            report = stream.report();
            return text;
        }
    }
}
