package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final int DRAWS = 200_000;

    /** Shares of the tokens drawn. */
    private static double[] shares(SamplingOptions options, float[] logits) {
        Sampler sampler = new Sampler(options);
        double[] shares = new double[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            shares[sampler.next(logits)] += 1.0 / DRAWS;
        }
        return shares;
    }

    private static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }

    @Test
    void drawsByProbability() {
        double[] shares = shares(new SamplingOptions(1, 0, 1, 7), logs(0.1, 0.2, 0.3, 0.4));
        assertThat(shares).containsExactly(new double[] {0.1, 0.2, 0.3, 0.4}, within(0.01));
    }

    @Test
    void sharpensByTemperature() {
        double[] shares = shares(new SamplingOptions(0.5, 0, 1, 7), logs(0.1, 0.2, 0.3, 0.4));
        assertThat(shares).containsExactly(new double[] {1 / 30.0, 4 / 30.0, 9 / 30.0, 16 / 30.0}, within(0.01));
    }

    @Test
    void keepsTheTopK() {
        double[] shares = shares(new SamplingOptions(1, 2, 1, 7), logs(0.4, 0.1, 0.2, 0.3));
        assertThat(shares).containsExactly(new double[] {4 / 7.0, 0, 0, 3 / 7.0}, within(0.01));
    }

    @Test
    void keepsTheNucleus() {
        double[] shares = shares(new SamplingOptions(1, 0, 0.65, 7), logs(0.4, 0.1, 0.2, 0.3));
        assertThat(shares).containsExactly(new double[] {4 / 7.0, 0, 0, 3 / 7.0}, within(0.01));
    }

    @Test
    void keepsTheNucleusOfTheTopK() {
        double[] shares = shares(new SamplingOptions(1, 3, 0.75, 7), logs(0.4, 0.1, 0.2, 0.3));
        assertThat(shares).containsExactly(new double[] {4 / 7.0, 0, 0, 3 / 7.0}, within(0.01));
    }

    @Test
    void keepsExactlyTheNucleusOfALargeVocabulary() {
        Random random = new Random(11);
        float[] logits = new float[3000];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        double sum = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i]))
                .sum();
        List<Integer> order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparing(i -> -logits[i]))
                .toList();
        int size = 0;
        for (double taken = 0; taken < 0.3 * sum; size++) {
            taken += Math.exp(logits[order.get(size)]);
        }
        double[] shares = shares(new SamplingOptions(1, 0, 0.3, 7), logits);
        List<Integer> drawn = IntStream.range(0, logits.length)
                .filter(i -> shares[i] > 0)
                .boxed()
                .toList();
        assertThat(order.subList(0, size)).containsAll(drawn);
        assertThat(shares[order.get(size - 1)]).isPositive();
    }

    @Test
    void findsExponentialsThatAreExactEnough() {
        for (double x = 0; x > -40; x -= 0.00371) {
            double wanted = Math.exp(x);
            assertThat(Candidates.exp(x)).isCloseTo(wanted, within(1e-8 * wanted));
        }
        assertThat(Candidates.exp(0)).isEqualTo(1);
        assertThat(Candidates.exp(-1e9)).isEqualTo(Candidates.exp(-40));
        assertThat(Candidates.exp(Double.NEGATIVE_INFINITY)).isBetween(0.0, 1e-17);
    }

    @Test
    void drawsFromAllOfALargeVocabulary() {
        double[] probabilities = new double[1000];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = (1 + i % 7) / 3994.0;
        }
        double[] shares = shares(new SamplingOptions(1, 0, 1, 7), logs(probabilities));
        double[] drawn = new double[7];
        double[] wanted = new double[7];
        for (int i = 0; i < shares.length; i++) {
            assertThat(shares[i]).isCloseTo(probabilities[i], within(0.0005));
            drawn[i % 7] += shares[i];
            wanted[i % 7] += probabilities[i];
        }
        assertThat(drawn).containsExactly(wanted, within(0.005));
    }

    @Test
    void repeatsWithTheSeed() {
        float[] logits = new float[100];
        int[] first = IntStream.range(0, 50).map(i -> 0).toArray();
        Sampler one = new Sampler(new SamplingOptions(1, 0, 1, 3));
        Sampler two = new Sampler(new SamplingOptions(1, 0, 1, 3));
        Sampler other = new Sampler(new SamplingOptions(1, 0, 1, 4));
        Arrays.setAll(first, i -> one.next(logits));
        assertThat(IntStream.range(0, 50).map(i -> two.next(logits)).toArray()).containsExactly(first);
        assertThat(IntStream.range(0, 50).map(i -> other.next(logits)).toArray())
                .isNotEqualTo(first);
    }

    @Test
    void neverChoosesWhatIsRuledOut() {
        float[] logits = {Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY};
        for (SamplingOptions options : List.of(
                SamplingOptions.greedy(), new SamplingOptions(100, 2, 1, 0), new SamplingOptions(100, 0, 0.5, 0))) {
            assertThat(new Sampler(options).next(logits)).isEqualTo(1);
        }
        assertThatThrownBy(() -> new Sampler(SamplingOptions.greedy()).next(new float[] {Float.NaN}))
                .hasMessage("no token can be chosen: the logits are not finite");
    }

    @Test
    void namesTheWrongField() {
        assertThatThrownBy(() -> new SamplingOptions(-0.1, 0, 1, 0))
                .hasMessage("temperature must be 0 to 100, not -0.1");
        assertThatThrownBy(() -> new SamplingOptions(1, -1, 1, 0)).hasMessage("top_k must be 0 (all) or more, not -1");
        assertThatThrownBy(() -> new SamplingOptions(1, 0, 0, 0))
                .hasMessage("top_p must be above 0 and at most 1, not 0.0");
        assertThatThrownBy(() -> new SamplingOptions(1, 0, Double.NaN, 0)).hasMessageStartingWith("top_p");
    }
}
