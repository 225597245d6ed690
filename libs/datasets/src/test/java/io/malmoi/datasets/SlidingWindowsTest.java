package io.malmoi.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden files are made by {@code src/test/python/golden.py}. */
class SlidingWindowsTest {
    private static final Path BIN = Path.of(resource("golden/the-verdict.bin"));

    private static String resource(String name) {
        return SlidingWindowsTest.class.getResource(name).getPath();
    }

    private static JsonNode golden() {
        try {
            return new ObjectMapper().readTree(SlidingWindowsTest.class.getResource("golden/batches.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> loaders() {
        return StreamSupport.stream(golden().get("loader").spliterator(), false).toList();
    }

    @ParameterizedTest
    @MethodSource("loaders")
    void batchesOfTheVerdictAreThoseOfTheTextbook(JsonNode expected) throws Exception {
        int length = expected.get("max_length").intValue();
        try (TokenBin bin = TokenBin.open(BIN, TokenType.UINT16)) {
            var windows = new SlidingWindows(
                    bin.size(),
                    new SlidingWindows.Settings(
                            length,
                            expected.get("stride").intValue(),
                            expected.get("batch_size").intValue(),
                            false,
                            expected.get("drop_last").booleanValue(),
                            1));
            assertThat(windows.batchesPerEpoch())
                    .isEqualTo(expected.get("batches").longValue());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long step = 0; step < windows.batchesPerEpoch(); step++) {
                long[] offsets = windows.offsets(step);
                Arrays.stream(offsets).forEach(offset -> digest.update(row(bin, offset, length)));
                Arrays.stream(offsets).forEach(offset -> digest.update(row(bin, offset + 1, length)));
            }
            assertThat(HexFormat.of().formatHex(digest.digest()))
                    .isEqualTo(expected.get("sha256").textValue());
            assertThat(windows.offsets(windows.batchesPerEpoch() - 1))
                    .hasSize(expected.get("last_batch_rows").intValue());
            assertThat(windows.offsets(windows.batchesPerEpoch())).isEqualTo(windows.offsets(0));
        }
    }

    @Test
    void theFirstRowOfTheVerdictIsTheTextbooks() throws IOException {
        int[] row = new int[4];
        try (TokenBin bin = TokenBin.open(BIN, TokenType.UINT16)) {
            var windows = new SlidingWindows(bin.size(), new SlidingWindows.Settings(4, 4, 8, false, true, 0));
            bin.read(windows.offsets(0)[0], row, 0, 4);
        }
        assertThat(row).containsExactly(40, 367, 2885, 1464);
    }

    @Test
    void readsBinsAsNumpyAndNanoGptDo() throws IOException {
        JsonNode expected = golden().get("nanogpt");
        try (TokenBin bin = TokenBin.open(BIN, TokenType.UINT16)) {
            assertThat(bin.size()).isEqualTo(expected.get("tokens").longValue());
            for (int i = 0; i < expected.get("offsets").size(); i++) {
                long offset = expected.get("offsets").get(i).longValue();
                assertThat(tokens(bin, offset, 64))
                        .isEqualTo(new ObjectMapper()
                                .convertValue(expected.get("inputs").get(i), int[].class));
                assertThat(tokens(bin, offset + 1, 64))
                        .isEqualTo(new ObjectMapper()
                                .convertValue(expected.get("targets").get(i), int[].class));
            }
        }
    }

    @Test
    void shufflingVisitsEveryWindowOnceAnEpochAndEachEpochInAnotherWay() {
        var windows = new SlidingWindows(1_000, new SlidingWindows.Settings(16, 8, 4, true, false, 7));
        List<Long> first = epoch(windows, 0);
        List<Long> second = epoch(windows, 1);
        assertThat(first).isNotEqualTo(second).doesNotHaveDuplicates();
        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 123).map(i -> 8 * i).boxed().toList());
        assertThat(second).containsExactlyInAnyOrderElementsOf(first);
        assertThat(epoch(new SlidingWindows(1_000, new SlidingWindows.Settings(16, 8, 4, true, false, 8)), 0))
                .isNotEqualTo(first);
    }

    @Test
    void tooFewTokensAreAClearError() {
        assertThatThrownBy(() -> new SlidingWindows(4, new SlidingWindows.Settings(4, 1, 1, false, true, 0)))
                .isInstanceOf(CorpusTooSmallException.class)
                .hasMessageContaining("at least 5");
        assertThatThrownBy(() -> new SlidingWindows(20, new SlidingWindows.Settings(4, 4, 8, false, true, 0)))
                .isInstanceOf(CorpusTooSmallException.class)
                .hasMessageContaining("has 4 sequences, but a batch has 8")
                .hasMessageContaining("smaller batch size");
        assertThat(new SlidingWindows(20, new SlidingWindows.Settings(4, 4, 8, false, false, 0)).offsets(0))
                .containsExactly(0, 4, 8, 12);
    }

    private static List<Long> epoch(SlidingWindows windows, long epoch) {
        List<Long> offsets = new ArrayList<>();
        for (long i = 0; i < windows.batchesPerEpoch(); i++) {
            Arrays.stream(windows.offsets(epoch * windows.batchesPerEpoch() + i))
                    .forEach(offsets::add);
        }
        return offsets;
    }

    private static int[] tokens(TokenBin bin, long offset, int length) {
        int[] tokens = new int[length];
        bin.read(offset, tokens, 0, length);
        return tokens;
    }

    private static byte[] row(TokenBin bin, long offset, int length) {
        ByteBuffer row = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(tokens(bin, offset, length)).forEach(row::putInt);
        return row.array();
    }
}
