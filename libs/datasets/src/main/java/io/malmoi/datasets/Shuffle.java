package io.malmoi.datasets;

/**
 * A pseudo-random permutation of 0 to size - 1 that is computed, not stored: a Feistel network over the next power of
 * four, walked until it falls inside (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
 */
final class Shuffle {
    private static final int ROUNDS = 6;

    private final long size;
    private final int halfBits;
    private final long mask;
    private final long key;

    Shuffle(long size, long key) {
        this.size = size;
        this.key = key;
        this.halfBits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2);
        this.mask = (1L << halfBits) - 1;
    }

    /** Where {@code index} goes; both from 0 to size - 1. */
    long apply(long index) {
        long value = index;
        do {
            value = permute(value);
        } while (value >= size);
        return value;
    }

    private long permute(long value) {
        long left = value >>> halfBits;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (Hash.mix(right, key + round) & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
