package io.malmoi.datasets.deduplication;

import io.malmoi.datasets.text.TextHash;
import java.util.Arrays;

/**
 * MinHash signatures (Broder, "On the resemblance and containment of documents", 1997), folded into bands for
 * locality-sensitive hashing (Indyk and Motwani, 1998). Two texts that share the part J of their different runs have a band
 * in common with probability {@code 1 - (1 - J^rows)^bands}; with 14 bands of 8 rows, that is 0.92 for J = 0.8, 0.9996 for
 * 0.9, and 0.05 for 0.5. Immutable and thread-safe.
 */
public final class MinHash {
    /** Rows that all bands may have together. */
    public static final int MOST_ROWS = 1_024;

    /** Over runs of five letters and digits, with 14 bands of 8 rows. */
    public static final MinHash USUAL = new MinHash(5, 14, 8);

    private static final long BASE = 0x9E3779B97F4A7C15L;

    private final Runs runs;
    private final int bands;
    private final int rows;
    private final int[] factors;

    /**
     * With these settings.
     *
     * @param characters letters and digits of a run: 1 or more
     * @param bands number of bands: 1 or more
     * @param rows rows of a band: 1 or more, all bands having {@value #MOST_ROWS} at most
     */
    public MinHash(int characters, int bands, int rows) {
        if (characters < 1 || bands < 1 || rows < 1 || (long) bands * rows > MOST_ROWS) {
            throw new IllegalArgumentException("runs of " + characters + " characters, " + bands + " bands of " + rows
                    + " rows: each must be at least 1, and all rows at most " + MOST_ROWS);
        }
        this.runs = new Runs(characters);
        this.bands = bands;
        this.rows = rows;
        this.factors = new int[bands * rows];
        Arrays.setAll(factors, i -> (int) (TextHash.mix(i + 1) >>> 32) | 1);
    }

    /** The keys of a text's bands; a key of one band is none of another. */
    public long[] bandKeys(String text) {
        int[] signature = signature(text);
        var keys = new long[bands];
        for (int band = 0; band < bands; band++) {
            long key = band + 1;
            for (int row = band * rows; row < (band + 1) * rows; row++) {
                key = key * BASE + signature[row];
            }
            keys[band] = TextHash.mix(key);
        }
        return keys;
    }

    /** The smallest hash of the text's runs under each hash function. */
    int[] signature(String text) {
        var smallest = new int[factors.length];
        Arrays.fill(smallest, Integer.MAX_VALUE);
        for (long run : runs.hashes(text)) {
            lower(smallest, (int) (run >>> 32), factors);
        }
        return smallest;
    }

    /**
     * Multiplicative hashing (Dietzfelbinger et al., 1997) to 31 bits, which is enough since a run is well mixed already. In a
     * method of its own, whose body Java 17 turns into vector instructions, as it does not with {@link Math#min(int, int)}.
     */
    private static void lower(int[] smallest, int run, int[] factors) {
        for (int i = 0; i < smallest.length; i++) {
            int above = (run * factors[i] >>> 1) - smallest[i];
            smallest[i] += above & above >> 31;
        }
    }
}
