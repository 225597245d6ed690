package io.malmoi.datasets.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.datasets.deduplication.MinHash;
import io.malmoi.datasets.report.TextReport;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.Shards;
import io.malmoi.datasets.text.Shards.Shard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanedShardTest {
    private static final List<String> LINES = List.of(
            "오늘은  날씨가 참 좋아서 공원에 나가 걸었다",
            "오늘은 날씨가 참 좋아서 공원에 나가 걸었다!",
            "연락처 02)123.4567 로 전화 주세요",
            "<b>영화</b>가 재미있었다",
            "no Hangul at all here",
            "★★★ ###",
            "짧다",
            "줄바꿈\u200b이 있는 글 👩‍👩‍👧");
    private static final CleaningPlan PLAN = new CleaningPlan(
            List.of(new ControlCharacters(), new Html(), new WhiteSpace(), new EmptyLines(), new PhoneNumbers()),
            List.of(new LanguageFilter(0.5), new QualityFilter(QualityThresholds.USUAL)),
            true,
            Optional.of(new MinHash(5, 14, 8)));

    @TempDir
    Path folder;

    private record Result(String text, CleaningReport report, TextReport measured) {}

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shardsMakeTheTextThatOneStreamMakes(Layout layout) throws IOException {
        var random = new Random(3);
        for (int round = 0; round < 20; round++) {
            byte[] text = text(layout, random).getBytes(StandardCharsets.UTF_8);
            Result whole = read(new CleaningStream(new ByteArrayInputStream(text), layout, PLAN, work()));
            for (int count : new int[] {1, 2, 3, 7, 400}) {
                assertThat(merged(text, layout, count)).as("%d shards", count).isEqualTo(whole);
            }
        }
    }

    @Test
    void shardsBeginWithDocuments() throws IOException {
        String text = "가나다\n\n라마\n \n\n바\n사\n";
        assertThat(pieces(text, Layout.BLOCKS, 3)).containsExactly("가나다\n\n", "라마\n \n\n", "바\n사\n");
        assertThat(pieces(text, Layout.LINES, 2)).containsExactly("가나다\n\n라마\n \n\n", "바\n사\n");
        assertThat(pieces("\u001e가\n나\n다\n\u001e라\n", Layout.MARKED, 3))
                .containsExactly("\u001e가\n나\n다\n", "", "\u001e라\n");
    }

    private static String text(Layout layout, Random random) {
        var text = new StringBuilder();
        for (int documents = 40; documents > 0; documents--) {
            text.append(layout == Layout.MARKED ? "\u001e" : "");
            for (int lines = layout == Layout.LINES ? 1 : 1 + random.nextInt(3); lines > 0; lines--) {
                text.append(LINES.get(random.nextInt(LINES.size())))
                        .append(random.nextInt(3) == 0 ? " " + random.nextInt(100) : "")
                        .append(random.nextInt(5) == 0 ? "\r\n" : "\n");
            }
            text.append(layout == Layout.LINES ? "" : "\n \n".substring(random.nextInt(3)));
            text.append(layout == Layout.BLOCKS ? "\n" : "");
        }
        return text.toString();
    }

    private static Shard shard(byte[] text, Layout layout, int number, int count) throws IOException {
        Shards.Text source =
                offset -> new ByteArrayInputStream(text, Math.toIntExact(offset), text.length - (int) offset);
        return Shards.shard(source, layout, text.length, number, count);
    }

    private static List<String> pieces(String text, Layout layout, int count) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> pieces = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Shard shard = shard(bytes, layout, number, count);
            pieces.add(new String(bytes, (int) shard.begin(), (int) shard.size(), StandardCharsets.UTF_8));
        }
        return pieces;
    }

    private Result merged(byte[] text, Layout layout, int count) throws IOException {
        List<CleaningStream.ShardFile> files = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Shard shard = shard(text, layout, number, count);
            var file = new ByteArrayOutputStream();
            InputStream piece = new ByteArrayInputStream(text, (int) shard.begin(), (int) shard.size());
            CleanedShard.write(piece, layout, PLAN, file);
            files.add(() -> new ByteArrayInputStream(file.toByteArray()));
        }
        return read(CleaningStream.merging(files, layout, PLAN, work()));
    }

    private Path work() throws IOException {
        return Files.createTempDirectory(folder, "work");
    }

    private static Result read(CleaningStream stream) throws IOException {
        try (stream) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new Result(text, stream.report(), stream.measured());
        }
    }
}
