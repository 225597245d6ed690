package io.malmoi.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchOrderTest {
    @ParameterizedTest
    @CsvSource({"9,8", "15,8", "16,8", "17,8", "31,8", "1000,8", "4097,64", "100000,7"})
    void everyEpochVisitsEachBlockOnceAndStaysInside(long tokens, int blockSize) {
        var order = new BatchOrder(tokens, blockSize, 1, 42);
        for (int epoch = 0; epoch < 3; epoch++) {
            Set<Long> starts = new HashSet<>();
            for (long i = 0; i < order.blocksPerEpoch(); i++) {
                long start = order.offsets(epoch * order.blocksPerEpoch() + i)[0];
                assertThat(start).isBetween(0L, tokens - blockSize - 1);
                starts.add(start);
            }
            assertThat(starts).hasSize((int) order.blocksPerEpoch());
            long shift = starts.iterator().next() % blockSize;
            assertThat(starts).allMatch(start -> start % blockSize == shift);
        }
        assertThat(tokens - 1 - order.blocksPerEpoch() * blockSize).isLessThan(2L * blockSize);
    }

    @Test
    void isAPureFunctionOfSeedAndStep() {
        var order = new BatchOrder(1_000_000, 256, 8, 7);
        long[] late = order.offsets(123_456_789);
        order.offsets(3);
        assertThat(new BatchOrder(1_000_000, 256, 8, 7).offsets(123_456_789)).isEqualTo(late);
        assertThat(new BatchOrder(1_000_000, 256, 8, 8).offsets(123_456_789)).isNotEqualTo(late);
        assertThat(order.offsets(123_456_790)).isNotEqualTo(late);
    }

    /** Runs that were begun before an update must go on with the same data: these numbers may never change. */
    @Test
    void keepsItsOrderFromReleaseToRelease() {
        assertThat(new BatchOrder(10_000, 16, 4, 0).offsets(0)).containsExactly(7731, 2995, 3171, 5875);
    }

    @Test
    void batchesAreTheSameBlocksForEveryBatchSize() {
        var single = new BatchOrder(5_000, 16, 1, 3);
        var batched = new BatchOrder(5_000, 16, 4, 3);
        for (long step = 0; step < 500; step++) {
            long first = step * 4;
            assertThat(batched.offsets(step))
                    .containsExactly(
                            single.offsets(first)[0],
                            single.offsets(first + 1)[0],
                            single.offsets(first + 2)[0],
                            single.offsets(first + 3)[0]);
        }
    }

    @Test
    void blocksAreShuffled() {
        var order = new BatchOrder(1_000_000, 10, 100, 1);
        long neighbours = 0;
        for (long step = 0; step < 900; step++) {
            long[] offsets = order.offsets(step);
            for (int i = 1; i < offsets.length; i++) {
                neighbours += Math.abs(offsets[i] - offsets[i - 1]) == 10 ? 1 : 0;
            }
        }
        assertThat(neighbours).isLessThan(30);
        long half = Arrays.stream(order.offsets(5))
                .filter(offset -> offset < 500_000)
                .count();
        assertThat(half).isBetween(25L, 75L);
    }

    @Test
    void worksOnTrillionsOfTokens() {
        var order = new BatchOrder(10_000_000_000_000L, 1024, 64, 1);
        long[] offsets = order.offsets(1_000_000_000L);
        assertThat(offsets).doesNotHaveDuplicates();
        assertThat(Arrays.stream(offsets)).allMatch(offset -> offset >= 0 && offset + 1025 <= 10_000_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 256})
    void tooFewTokensAreAClearError(long tokens) {
        assertThatThrownBy(() -> new BatchOrder(tokens, 256, 8, 0))
                .isInstanceOf(CorpusTooSmallException.class)
                .hasMessage("the training text has " + tokens + " tokens, but a block size of 256 needs at least 257:"
                        + " choose a smaller block size or a longer text");
        assertThatThrownBy(() -> new ValidationBlocks(tokens, 256))
                .isInstanceOf(CorpusTooSmallException.class)
                .hasMessageContaining("validation text")
                .hasMessageContaining("at least 257")
                .hasMessageContaining("larger validation share");
    }

    @Test
    void validationBlocksAreConsecutive() {
        var blocks = new ValidationBlocks(1025, 256);
        assertThat(blocks.count()).isEqualTo(4);
        assertThat(blocks.offset(3)).isEqualTo(768);
        assertThat(new ValidationBlocks(1024, 256).count()).isEqualTo(3);
        assertThatThrownBy(() -> blocks.offset(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
