package io.malmoi.models;

/** Seeds of single steps. */
final class Seeds {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A seed that is a pure function of the run's seed and the step, and spreads over all bits (SplitMix64). */
    static long mix(long seed, long step) {
        long z = seed + (step + 1) * GOLDEN_RATIO;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
