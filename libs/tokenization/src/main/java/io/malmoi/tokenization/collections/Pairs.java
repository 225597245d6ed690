package io.malmoi.tokenization.collections;

/** Two ids in one number. */
public final class Pairs {
    private Pairs() {}

    /** Two ids from 0 on. */
    public static long pair(int first, int second) {
        return (long) first << 32 | second;
    }

    /** The first of two. */
    public static int first(long pair) {
        return (int) (pair >>> 32);
    }

    /** The second of two. */
    public static int second(long pair) {
        return (int) pair;
    }

    /** A hash of which the low bits will do. */
    public static int hash(long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
