package io.malmoi.datasets.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.malmoi.datasets.readers.CorpusFormat.Encoding;
import io.malmoi.datasets.readers.CorpusFormat.Type;
import io.malmoi.datasets.text.InvalidTextException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTextStreamTest {
    private static final Charset CP949 = Charset.forName("x-windows-949");
    private static final String KOREAN = "똠방각하와 펲시콜라를 먹고 공책에 썼다.\n둘째 줄 ABC 123\n";

    @TempDir
    Path folder;

    private ReadingReport report;

    @Test
    void plainTextStaysAsItIs() throws IOException {
        assertThat(read(CorpusFormat.USUAL, file("a.txt", "첫 글\n\n둘째 글"))).isEqualTo("첫 글\n\n둘째 글");
        assertThat(read(CorpusFormat.USUAL, file("", "\uFEFF글\n"))).isEqualTo("글\n");
        assertThat(read(CorpusFormat.USUAL, file("a.txt", "하나"), file("b.txt", "둘\n"), file("c.txt", "셋")))
                .isEqualTo("하나\n둘\n셋");
        assertThat(report.documents()).isZero();
    }

    @Test
    void filesCanBeDocuments() throws IOException {
        CorpusFormat format = new CorpusFormat(Type.BY_NAME, Encoding.USUAL, "text", false, false, true);
        assertThat(read(
                        format,
                        file("a.txt", "하나\n\n\u001e이어서"),
                        file("empty.txt", ""),
                        file("b.jsonl", "{\"text\":\"둘\"}")))
                .isEqualTo("\u001e하나\n\n이어서\n\u001e둘\n");
        assertThat(report.documents()).isEqualTo(2);
    }

    @Test
    void readsJsonLines() throws IOException {
        String lines =
                "{\"text\":\"첫 \\\"글\\\"\\n\\n문단\",\"n\":1}\n\n{\"text\":\"\"}\r\n{\"text\":null}\n{\"text\":12}\n{\"n\":2,\"text\":\"끝\"}";
        assertThat(read(CorpusFormat.USUAL, file("a.jsonl", lines)))
                .isEqualTo("\u001e첫 \"글\"\n\n문단\n\u001e12\n\u001e끝\n");
        assertThat(report).isEqualTo(new ReadingReport(3, 2, 0, List.of()));
    }

    @Test
    void readsJsonArraysAndSequences() throws IOException {
        String expected = "\u001e하나\n\u001e둘\n";
        assertThat(read(CorpusFormat.USUAL, file("a.json", "[{\"text\":\"하나\"},\n {\"x\":[1],\"text\":\"둘\"}]")))
                .isEqualTo(expected);
        assertThat(read(CorpusFormat.USUAL, file("a.json", "{\"text\":\"하나\"} {\"text\":\"둘\"}")))
                .isEqualTo(expected);
    }

    @Test
    void readsTables() throws IOException {
        CorpusFormat format = new CorpusFormat(Type.BY_NAME, Encoding.USUAL, "document", false, false, false);
        assertThat(read(format, file("a.csv", "id,document,label\r\n1,\"쉼표, \"\"따옴표\"\"\n줄\",0\r\n\r\n2,그냥,1\r\n3,,1")))
                .isEqualTo("\u001e쉼표, \"따옴표\"\n줄\n\u001e그냥\n");
        assertThat(report.emptyRecords()).isEqualTo(1);
        assertThat(read(format, file("a.tsv", "\uFEFFid\tdocument\n1\t\"따옴표, 하나\n2\t둘\n")))
                .isEqualTo("\u001e\"따옴표, 하나\n\u001e둘\n");
    }

    @Test
    void keepsRecordsWhole() throws IOException {
        CorpusFormat format = new CorpusFormat(Type.BY_NAME, Encoding.USUAL, "text", true, false, false);
        assertThat(read(format, file("a.jsonl", "{ \"q\": \"물음\\n\", \"m\": [ {\"a\": 1.50} ] }\n{}")))
                .isEqualTo("\u001e{\"q\":\"물음\\n\",\"m\":[{\"a\":1.5}]}\n");
        assertThat(read(format, file("a.csv", "Q,A\n물음,\"답\"\"\"\n")))
                .isEqualTo("\u001e{\"Q\":\"물음\",\"A\":\"답\\\"\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "x-windows-949", "UTF-16LE", "UTF-16BE", "UTF-16"})
    void detectsEncodings(String charset) throws IOException {
        String text = KOREAN.repeat(3_000);
        CorpusFormat format = format(Encoding.DETECT);
        assertThat(read(format, new SourceFile("a.txt", new ByteArrayInputStream(text.getBytes(charset))))
                        .equals(text))
                .isTrue();
    }

    @Test
    void readsEncodingsOnRequest() throws IOException {
        assertThat(read(format(Encoding.CP949), bytes("a.txt", KOREAN.getBytes(CP949))))
                .isEqualTo(KOREAN);
        assertThat(read(format(Encoding.UTF_16), bytes("a.txt", KOREAN.getBytes(StandardCharsets.UTF_16LE))))
                .isEqualTo(KOREAN);
        assertThat(read(CorpusFormat.USUAL, bytes("a.txt", KOREAN.getBytes(StandardCharsets.UTF_16))))
                .isEqualTo(KOREAN);
        assertThat(read(format(Encoding.CP949), bytes("a.jsonl", "{\"text\":\"똠방\"}".getBytes(CP949))))
                .isEqualTo("\u001e똠방\n");
    }

    @Test
    void unpacks() throws IOException {
        String lines = "{\"text\":\"글\"}\n";
        var packed = new ByteArrayOutputStream();
        for (int part = 0; part < 2; part++) {
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(lines.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(read(CorpusFormat.USUAL, bytes("a.jsonl.gz", packed.toByteArray())))
                .isEqualTo("\u001e글\n\u001e글\n");
        byte[] zstd = Zstd.compress(KOREAN.repeat(5_000).getBytes(StandardCharsets.UTF_8));
        assertThat(read(CorpusFormat.USUAL, bytes("a.txt.zst", zstd)).equals(KOREAN.repeat(5_000)))
                .isTrue();
        for (byte[] broken : List.of(Arrays.copyOf(packed.toByteArray(), 30), Arrays.copyOf(zstd, zstd.length - 9))) {
            assertThatThrownBy(() -> read(CorpusFormat.USUAL, bytes("broken", broken)))
                    .isInstanceOf(InvalidTextException.class)
                    .hasMessageContaining("broken, the ")
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void namesFileLineAndOffsetOfAMalformedLine() throws IOException {
        String lines =
                "{\"text\":\"글\"}\n{\"text\":\"글\" 3}\n{\"text\":\"\\ud55c\n[1]\n{\"x\":1,\"y\":2}\n{\"text\":{}}\n{\"text\":\"끝\"} x\n{\"text\":\"끝\"}\n";
        assertThatThrownBy(() -> read(CorpusFormat.USUAL, file("b.jsonl", lines)))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("b.jsonl, line 2, byte offset 29:")
                .hasMessageContaining("skipped");
        CorpusFormat skipping = new CorpusFormat(Type.BY_NAME, Encoding.USUAL, "text", false, true, false);
        assertThat(read(skipping, file("b.jsonl", lines))).isEqualTo("\u001e글\n\u001e끝\n");
        assertThat(report.documents()).isEqualTo(2);
        assertThat(report.malformedRecords()).isEqualTo(6);
        assertThat(report.malformedExamples().get(2)).contains("line 4").contains("is no JSON object");
        assertThat(report.malformedExamples().get(3))
                .contains("no field 'text'")
                .contains("x, y");
        assertThat(report.malformedExamples().get(4)).contains("is no text");
    }

    @Test
    void skipsLinesInAnotherEncoding() throws IOException {
        var lines = new ByteArrayOutputStream();
        lines.writeBytes("{\"text\":\"하나\"}\n".getBytes(StandardCharsets.UTF_8));
        lines.writeBytes("{\"text\":\"둘\"}\n".getBytes(CP949));
        lines.writeBytes("{\"text\":\"셋\u0000\"}\n{\"text\":\"넷\"}\n".getBytes(StandardCharsets.UTF_8));
        CorpusFormat skipping = new CorpusFormat(Type.JSON_LINES, Encoding.USUAL, "text", false, true, false);
        assertThat(read(skipping, bytes("mixed", lines.toByteArray()))).isEqualTo("\u001e하나\n\u001e넷\n");
        assertThat(report.malformedRecords()).isEqualTo(2);
    }

    @Test
    void saysWhatElseIsWrong() {
        assertThatThrownBy(() -> read(CorpusFormat.USUAL, file("a.csv", "id,document\n1,글\n")))
                .hasMessageContaining("a.csv, line 1: there is no column 'text'; the columns are id, document");
        assertThatThrownBy(() -> read(CorpusFormat.USUAL, file("a.csv", "id,text\n1,글\n2\n")))
                .hasMessageContaining("a.csv, line 3: has 1 values, but there are 2 columns");
        assertThatThrownBy(() -> read(CorpusFormat.USUAL, file("a.csv", "text\n\"글\n")))
                .hasMessageContaining("a.csv, line")
                .hasMessageContaining("quote");
        assertThatThrownBy(() -> read(CorpusFormat.USUAL, file("a.json", "[{\"text\":\"글\"},\n{\"text\"]")))
                .hasMessageContaining("a.json, line 2, byte offset")
                .hasMessageContaining("correct the file");
        assertThatThrownBy(() -> read(
                        format(Encoding.CP949),
                        bytes("a.txt", new byte[] {'a', (byte) 0xb0, (byte) 0xa1, (byte) 0xff})))
                .hasMessageContaining("a.txt, byte offset 3: the byte 0xFF stands for no character of CP949");
        assertThatThrownBy(() ->
                        read(format(Encoding.DETECT), bytes("a.txt", new byte[] {(byte) 0xff, 'a', (byte) 0xff})))
                .hasMessageContaining("neither UTF-8 nor UTF-16 nor CP949");
        assertThatThrownBy(() -> read(CorpusFormat.USUAL, file("a.txt", "글"), file("b.csv", "text\n글")))
                .hasMessageContaining("b.csv, records follow plain text");
        String longLine = "{\"text\":\"" + "x".repeat(17 << 20) + "\"}";
        assertThatThrownBy(() -> read(CorpusFormat.USUAL, file("a.jsonl", "{\"text\":\"글\"}\n" + longLine)))
                .hasMessageContaining("a.jsonl, line 2 is longer than 16,777,216 bytes");
    }

    private static CorpusFormat format(Encoding encoding) {
        return new CorpusFormat(Type.BY_NAME, encoding, "text", false, false, false);
    }

    private static SourceFile file(String name, String content) {
        return bytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static SourceFile bytes(String name, byte[] content) {
        return new SourceFile(name, new ByteArrayInputStream(content));
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
