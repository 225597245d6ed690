package io.malmoi.datasets.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.malmoi.datasets.report.Histogram.Bin;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void smallNumbersAreExact() {
        var histogram = new Histogram();
        for (int i = 1; i <= 9; i++) {
            histogram.add(i);
        }
        Histogram.Summary summary = histogram.summary();
        assertThat(summary.median()).isEqualTo(5);
        assertThat(summary.percentile90()).isEqualTo(9);
        assertThat(summary.mean()).isEqualTo(5);
        assertThat(summary.bins()).hasSize(9).contains(new Bin(3, 4, 1));
    }

    @Test
    void largeNumbersAreRightToSixPercent() {
        Random random = new Random(3);
        long[] numbers = random.doubles(10_000, 0, 25)
                .mapToLong(power -> (long) Math.exp(power))
                .sorted()
                .toArray();
        var histogram = new Histogram();
        Arrays.stream(numbers).forEach(histogram::add);
        Histogram.Summary summary = histogram.summary();
        assertThat(summary.median()).isCloseTo(numbers[4_999], Percentage.withPercentage(6.3));
        assertThat(summary.percentile90()).isCloseTo(numbers[8_999], Percentage.withPercentage(6.3));
        assertThat(summary.percentile99()).isCloseTo(numbers[9_899], Percentage.withPercentage(6.3));
        assertThat(summary.mean()).isCloseTo(Arrays.stream(numbers).average().orElseThrow(), within(1e-3));
        List<Bin> bins = summary.bins();
        for (int i = 0; i < bins.size(); i++) {
            Bin bin = bins.get(i);
            assertThat(bin.count())
                    .isEqualTo(Arrays.stream(numbers)
                            .filter(number -> number >= bin.from() && number < bin.to())
                            .count());
            assertThat(i == 0 || bins.get(i - 1).to() == bin.from()).isTrue();
        }
    }

    @Test
    void nothingAndEndsAreSummaries() {
        assertThat(new Histogram().summary().bins()).isEmpty();
        var histogram = new Histogram();
        histogram.add(0);
        histogram.add(Long.MAX_VALUE);
        histogram.add(-1);
        assertThat(histogram.summary().minimum()).isZero();
        assertThat(histogram.summary().maximum()).isEqualTo(Long.MAX_VALUE);
        assertThat(histogram.summary().median()).isZero();
    }
}
