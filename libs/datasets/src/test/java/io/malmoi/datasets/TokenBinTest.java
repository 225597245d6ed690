package io.malmoi.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenBinTest {
    @TempDir
    Path folder;

    @Test
    void readsUnsignedLittleEndianTokensOfTwoBytes() throws IOException {
        try (TokenBin bin = TokenBin.open(file(1, 0, 0xff, 0xff, 0x34, 0x12), TokenType.UINT16)) {
            assertThat(bin.size()).isEqualTo(3);
            assertThat(bin.get(1)).isEqualTo(65_535);
            var tokens = new int[4];
            bin.read(0, tokens, 1, 3);
            assertThat(tokens).containsExactly(0, 1, 65_535, 0x1234);
        }
    }

    @Test
    void readsTokensOfFourBytes() throws IOException {
        try (TokenBin bin = TokenBin.open(file(0x40, 0x42, 0x0f, 0, 1, 0, 0, 0), TokenType.UINT32)) {
            assertThat(bin.size()).isEqualTo(2);
            assertThat(bin.get(0)).isEqualTo(1_000_000);
            assertThat(bin.get(1)).isEqualTo(1);
        }
    }

    @Test
    void refusesWhatIsOutside() throws IOException {
        try (TokenBin bin = TokenBin.open(file(1, 0, 2, 0), TokenType.UINT16)) {
            assertThatThrownBy(() -> bin.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> bin.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> bin.read(1, new int[2], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> bin.read(0, new int[1], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void isAnErrorAfterClosingNotACrash() throws IOException {
        TokenBin bin = TokenBin.open(file(1, 0, 2, 0), TokenType.UINT16);
        bin.close();
        bin.close();
        assertThatThrownBy(() -> bin.get(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void refusesHalfATokenAtTheEnd() throws IOException {
        Path file = file(1, 0, 2);
        assertThatThrownBy(() -> TokenBin.open(file, TokenType.UINT16))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3 bytes")
                .hasMessageContaining("uint16");
    }

    @Test
    void mapsFilesOfMoreThanTwoGigabytes() throws IOException {
        Path file = folder.resolve("sparse.bin");
        long tokens = (1L << 30) + 10;
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(tokens * 2);
            sparse.seek((tokens - 1) * 2);
            sparse.write(7);
            sparse.seek((1L << 30) - 2);
            sparse.write(new byte[] {5, 0, 6, 0});
        }
        try (TokenBin bin = TokenBin.open(file, TokenType.UINT16)) {
            assertThat(bin.size()).isEqualTo(tokens);
            assertThat(bin.get(tokens - 1)).isEqualTo(7);
            var across = new int[4];
            bin.read((1L << 29) - 2, across, 0, 4);
            assertThat(across).containsExactly(0, 5, 6, 0);
        }
    }

    private Path file(int... bytes) throws IOException {
        var content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Files.write(folder.resolve("tokens.bin"), content);
    }
}
